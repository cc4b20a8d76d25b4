import { useLingui } from '@lingui/react/macro';
import { purposeNames } from '../../../contract/verifications.ts';
import type { Message } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';

/** A message in one line. People's words go through `t`: `Trans` would take a <tag> in them for one of its own. */
export function MessagePreview({ message: { content, sender } }: { message: Message }) {
  const { t } = useLingui();
  const localized = useLocalized();
  switch (content.type) {
    case 'text':
      return sender.kind === 'agent' ? t`客服：${content.text}` : content.text;
    case 'statement':
      return t`助手：${localized(content.text)}`;
    case 'card':
      return t`[引导] ${localized(content.card.title)}`;
    case 'event':
      return localized(content.deskText ?? content.text);
    case 'note':
      return t`[备注] ${content.text}`;
    case 'attachment':
      return t`[文件] ${content.name}`;
    case 'verification':
      return t`[验证身份] ${localized(purposeNames[content.verification.purpose])}`;
    case 'consent':
      return t`[请客户同意] ${localized(content.action.summary)}`;
  }
}
