import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Lock, MessageSquareText, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Macro } from '../../../contract/agent-hands.ts';
import type { Payment } from '../../../contract/payments.ts';
import { sendDeskAttachment } from '../../../contract/attachments.ts';
import { type DeskConversation } from '../../../contract/support.ts';
import { AttachButton } from '../../shared/chat/attach-button.tsx';
import { formatMoney } from '../../shared/money.ts';
import type { Channel } from '../../shared/realtime.ts';
import { Button } from '../../shared/ui/button.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { useAction } from '../keyboard/actions.tsx';
import { useStaff } from '../session/session.ts';
import { Kbd } from '../shell/kbd.tsx';
import { Colleagues } from './colleagues.tsx';
import type { ReplyKind } from './drafts.ts';
import { MacroMenu } from './macro-menu.tsx';
import { fillIn, macrosQuery, matchMacros, slashQuery } from './macros.ts';
import { Suggestions } from './suggestions.tsx';
import { useDrafts } from './use-drafts.ts';
import { useMacroActions } from './use-macro-actions.ts';

/** As the contract has it. */
const LONGEST_TEXT = 4000;

export interface ReplyComposerProps {
  conversation: DeskConversation;
  channel: Channel;
  /** The payment it is about. */
  payment: Payment | undefined;
  /** What the customer said last. */
  question: string | undefined;
}

/** Where an agent answers, or leaves a note for colleagues. Each has its own draft. */
export function ReplyComposer({ conversation, channel, payment, question }: ReplyComposerProps) {
  const { t } = useLingui();
  const { id, language } = conversation;
  const menuId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<ReplyKind>('reply');
  const staff = useStaff();
  const { texts, write: keep } = useDrafts(id);
  const macros = useQuery(macrosQuery).data ?? [];
  const runActions = useMacroActions(id, payment?.id);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string>();
  const text = texts[kind];
  const blank = text.trim() === '';

  const query = kind === 'reply' && text !== dismissed ? slashQuery(text) : undefined;
  const matching = query === undefined ? [] : matchMacros(macros, query);
  const active = matching[Math.min(chosen, matching.length - 1)];

  function write(next: string) {
    keep(kind, next);
    setChosen(0);
  }
  function choose(next: ReplyKind) {
    setKind(next);
    // After the press that chose it, or the key would be typed.
    requestAnimationFrame(() => field.current?.focus());
  }
  function insert(macro: Macro, into: ReplyKind = kind) {
    const known = {
      customer: conversation.customer.name,
      agent: staff.name,
      ...(payment && {
        payment: `${payment.counterparty.name[language]} ${formatMoney(payment.amount, payment.currency, { locale: language })}`,
      }),
    };
    keep(into, fillIn(macro.text[language], known));
    setChosen(0);
    if (macro.actions.length > 0) runActions(macro);
    field.current?.focus();
  }
  function send() {
    if (blank) return;
    channel.send(text.trim(), kind);
    write('');
    field.current?.focus();
  }
  function insertSlash() {
    setDismissed(undefined);
    if (texts.reply.trim() === '') keep('reply', '/');
    field.current?.focus();
  }
  useAction('reply', () => choose('reply'));
  useAction('note', () => choose('note'));
  useAction('macro', (macro) => {
    setKind('reply');
    requestAnimationFrame(() => (macro ? insert(macro, 'reply') : insertSlash()));
  });

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
      return;
    }
    if (active) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        setChosen((matching.indexOf(active) + step + matching.length) % matching.length);
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        insert(active);
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        setDismissed(text);
      }
    } else if (event.key === 'Escape') event.currentTarget.blur();
  }

  const isNote = kind === 'note';
  return (
    <div
      className={cx(
        'relative border-t px-3 pt-1 pb-[max(env(safe-area-inset-bottom),0.75rem)] transition-colors md:px-4',
        isNote ? 'border-warning-ink/30 bg-warning-soft' : 'border-line bg-surface',
      )}
    >
      {matching.length > 0 && (
        <MacroMenu
          id={menuId}
          macros={matching}
          active={active}
          language={language}
          onChoose={insert}
          onHover={(macro) => setChosen(matching.indexOf(macro))}
        />
      )}
      <div className="mb-2 flex items-center gap-1">
        <KindButton on={!isNote} onClick={() => choose('reply')} shortcut="R" draft={texts.reply !== ''}>
          <MessageSquareText aria-hidden="true" />
          <Trans>回复</Trans>
        </KindButton>
        <KindButton on={isNote} onClick={() => choose('note')} shortcut="N" draft={texts.note !== ''}>
          <Lock aria-hidden="true" />
          <Trans>内部备注</Trans>
        </KindButton>
        {isNote && (
          <span className="ml-auto text-caption text-warning-ink">
            <Trans>只有同事能看到</Trans>
          </span>
        )}
      </div>
      {!isNote && blank && question && (
        <Suggestions
          conversationId={id}
          paymentId={payment?.id}
          question={question}
          language={language}
          macros={macros}
          onText={(suggested) => {
            // It came from the server; what was begun meanwhile stays.
            if (field.current?.value.trim() !== '') return;
            write(suggested.slice(0, LONGEST_TEXT));
            field.current?.focus();
          }}
          onMacro={insert}
        />
      )}
      {isNote && (
        <Colleagues
          text={text}
          onText={(named) => {
            write(named);
            field.current?.focus();
          }}
        />
      )}
      <textarea
        ref={field}
        value={text}
        rows={3}
        maxLength={LONGEST_TEXT}
        aria-label={isNote ? t`内部备注` : t`回复客户`}
        aria-autocomplete={isNote ? undefined : 'list'}
        aria-controls={matching.length > 0 ? menuId : undefined}
        aria-activedescendant={active ? `${menuId}-${active.shortcut}` : undefined}
        aria-keyshortcuts="Control+Enter"
        placeholder={isNote ? t`写给同事，客户看不到；输入 @ 提到同事` : t`回复客户，输入 / 使用快捷回复`}
        onChange={(event) => {
          write(event.target.value);
          if (!isNote) channel.typing();
        }}
        onKeyDown={onKeyDown}
        className={cx(
          'field-sizing-content block max-h-48 min-h-18 w-full resize-none overflow-y-auto rounded-control border px-3 py-2 text-body outline-none max-md:min-h-12',
          'focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-focus',
          isNote ? 'border-warning-ink/40 bg-surface' : 'border-line-strong/60 bg-surface',
        )}
      />
      <div className="mt-2 flex items-center justify-end gap-3">
        {text.length > LONGEST_TEXT * 0.9 && (
          <span role="status" className="tabular text-caption text-muted">
            {text.length} / {LONGEST_TEXT}
          </span>
        )}
        {!isNote && (
          <>
            <Button variant="quiet" onClick={insertSlash} className="-ml-1">
              <span className="inline-flex items-center gap-1.5">
                <Kbd>/</Kbd>
                <Trans>快捷回复</Trans>
              </span>
            </Button>
            <span className="mr-auto">
              <AttachButton conversationId={id} route={sendDeskAttachment} />
            </span>
          </>
        )}
        <Button icon={<SendHorizontal />} disabled={blank} onClick={send}>
          <span className="inline-flex items-center gap-2">
            {isNote ? <Trans>保存备注</Trans> : <Trans>发送</Trans>}
            <Kbd onAccent>Ctrl ↵</Kbd>
          </span>
        </Button>
      </div>
    </div>
  );
}

function KindButton(props: {
  on: boolean;
  onClick: () => void;
  shortcut: string;
  /** Something was begun there. */
  draft: boolean;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      aria-keyshortcuts={props.shortcut}
      onClick={props.onClick}
      className={cx(
        'relative inline-flex min-h-[max(var(--target),2.25rem)] items-center gap-1.5 border-b-2 px-2 text-control [&>svg]:size-icon',
        props.on ? 'border-current font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
      )}
    >
      {props.children}
      {!props.on && props.draft && (
        <span className="text-caption">
          <Trans>（草稿）</Trans>
        </span>
      )}
    </button>
  );
}
