import { Trans, useLingui } from '@lingui/react/macro';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { keepDraft, readDraft } from '../realtime/drafts.ts';

export interface ComposerProps {
  /** The draft is kept under this on the device. */
  conversationId: string;
  placeholder: string;
  onSend: (text: string) => void;
  /** At every change, for 'is typing'. */
  onTyping?: () => void;
  /** Begins with this when there is no draft. */
  initialText?: string;
  autoFocus?: boolean;
  /** Beside the field. */
  children?: ReactNode;
}

/** As the contract has it. */
const longestText = 4000;
/** In CSS pixels, as max-h-40. */
const tallest = 160;
const growsByItself = () => CSS.supports('field-sizing', 'content');

/** Where one writes: Enter sends, Shift+Enter begins a line; while an input method composes, Enter belongs to it. */
export function Composer(props: ComposerProps) {
  const { conversationId, placeholder, onSend, onTyping, initialText = '', autoFocus, children } = props;
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(conversationId) || initialText);
  const isBlank = text.trim() === '';

  useEffect(() => keepDraft(conversationId, text), [conversationId, text]);

  // Where the browser does not let a field grow with its content by itself.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || growsByItself()) return;
    element.style.height = '0';
    element.style.height = `${Math.min(element.scrollHeight, tallest)}px`;
  });

  const send = () => {
    if (isBlank) return;
    onSend(text.trim());
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // 229: browsers that end the composition before they tell of the key that ended it.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="flex items-end gap-2"
    >
      {children}
      <div className="flex min-h-target min-w-0 flex-1 items-center rounded-[1.375rem] border border-line-strong/60 bg-page px-4 py-2 focus-within:border-focus focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus">
        <textarea
          ref={field}
          value={text}
          rows={1}
          maxLength={longestText}
          placeholder={placeholder}
          aria-label={placeholder}
          enterKeyHint="send"
          autoFocus={autoFocus}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            onTyping?.();
          }}
          className="field-sizing-content block max-h-40 w-full resize-none bg-transparent text-body text-ink outline-none"
        />
      </div>
      {text.length > longestText * 0.95 && (
        <span role="status" className="self-center text-caption text-muted tabular">
          <Trans>
            {text.length} / {longestText}
          </Trans>
        </span>
      )}
      <IconButton type="submit" tone="accent" icon={<SendHorizontal />} label={t`发送`} disabled={isBlank} />
    </form>
  );
}
