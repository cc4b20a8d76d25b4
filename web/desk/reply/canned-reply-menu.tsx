import { useLingui } from '@lingui/react/macro';
import type { Language } from '../../../contract/text.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { cx } from '../../shared/ui/cx.ts';
import type { CannedReply } from './canned-replies.ts';

export interface CannedReplyMenuProps {
  id: string;
  replies: readonly CannedReply[];
  active: CannedReply | undefined;
  /** The customer's: what will be inserted. */
  language: Language;
  onChoose: (reply: CannedReply) => void;
  onHover: (reply: CannedReply) => void;
}

/** The replies that match what is typed. Focus stays in the text; arrow keys move, Enter inserts. */
export function CannedReplyMenu({ id, replies, active, language, onChoose, onHover }: CannedReplyMenuProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t`快捷回复`}
      className="absolute inset-x-3 bottom-full z-20 mb-2 max-h-72 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float md:inset-x-4"
    >
      {replies.map((reply) => (
        <div
          key={reply.shortcut}
          id={`${id}-${reply.shortcut}`}
          role="option"
          aria-selected={reply === active}
          tabIndex={-1}
          ref={(element) => {
            if (reply === active) element?.scrollIntoView({ block: 'nearest' });
          }}
          onMouseMove={() => reply !== active && onHover(reply)}
          // Before the text loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(reply);
          }}
          className={cx(
            'cursor-pointer rounded-control px-2.5 py-1.5 max-md:py-2.5',
            reply === active && 'bg-accent-soft',
          )}
        >
          <p className="flex items-baseline gap-2 font-medium text-label">
            {localized(reply.title)}
            <span className="font-normal text-caption text-muted">/{reply.shortcut}</span>
          </p>
          <p className="truncate text-caption text-muted" lang={language}>
            {reply.text[language]}
          </p>
        </div>
      ))}
    </div>
  );
}
