import { Trans } from '@lingui/react/macro';
import type { Message } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';

/** A message in one line. */
export function MessagePreview({ message: { content, sender } }: { message: Message }) {
  const localized = useLocalized();
  switch (content.type) {
    case 'text':
      return sender.kind === 'agent' ? <Trans>客服：{content.text}</Trans> : content.text;
    case 'statement':
      return <Trans>助手：{localized(content.text)}</Trans>;
    case 'card':
      return <Trans>[引导] {localized(content.card.title)}</Trans>;
    case 'event':
      return localized(content.text);
    case 'note':
      return <Trans>[备注] {content.text}</Trans>;
  }
}
