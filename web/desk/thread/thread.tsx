import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRightLeft, Check, Route } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DeskConversation, DeskDetail } from '../../../contract/support.ts';
import { useConversation } from '../../shared/use-realtime.tsx';
import type { ContextChoice } from '../context/use-context-choice.ts';
import { owesReply } from '../inbox/clock.ts';
import { guideRunsQuery, listQuery, mayAct } from '../inbox/queries.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { useAction } from '../keyboard/actions.tsx';
import { ReplyComposer } from '../reply/reply-composer.tsx';
import { SnoozeAction } from '../routing/snooze-action.tsx';
import { TransferDialog } from '../routing/transfer-dialog.tsx';
import { may, useStaff } from '../session/session.ts';
import { CloseDialog } from './close-dialog.tsx';
import { DeskMessageList } from './desk-message-list.tsx';
import { GuideDialog } from './guide-dialog.tsx';
import { ReadOnlyFoot } from './read-only-foot.tsx';
import { ThreadAction } from './thread-action.tsx';
import { lastQuestion } from './last-question.ts';
import { ThreadHeader } from './thread-header.tsx';
import { TakeButton } from './unread.tsx';

export interface ThreadProps {
  conversation: DeskConversation;
  detail: DeskDetail;
  inbox: InboxPlace;
  choice: ContextChoice;
}

/** Change nothing around a conversation, and whoever had it may not ask any more. */
const CHANGES_HANDS: ReadonlySet<string> = new Set(['assigned', 'returned', 'transferred']);

/** A conversation, live: what was said, and what can be done about it by whoever has it. */
export function Thread({ conversation, detail, inbox, choice }: ThreadProps) {
  const { t } = useLingui();
  const { id } = conversation;
  const staff = useStaff();
  const acts = mayAct(staff, conversation);
  const handsOn =
    acts || (may(staff, 'conversation.assign') && ['queued', 'assigned'].includes(conversation.status));
  const live = useConversation(id);
  const runs = useQuery(guideRunsQuery(id));
  const next = useNextOwn(id);
  const [closing, setClosing] = useState(false);
  const [transferring, setTransferring] = useState(false);
  const [sendingGuide, setSendingGuide] = useState(false);
  // Until the socket has told everything, what came with the rest.
  const told = live.messages.at(-1)?.sequence ?? 0;
  const messages = told >= (detail.messages.at(-1)?.sequence ?? 0) ? live.messages : detail.messages;

  useAction('close', acts ? () => setClosing(true) : undefined);
  useAction('transfer', handsOn ? () => setTransferring(true) : undefined);
  useAction('guide', acts ? () => setSendingGuide(true) : undefined);
  useRefreshAfterEvents(
    id,
    messages.findLast(({ content }) => content.type === 'event' && !CHANGES_HANDS.has(content.event))
      ?.sequence,
  );

  return (
    <main id="thread" className="flex min-w-0 flex-1 flex-col bg-page">
      <ThreadHeader
        conversation={conversation}
        inbox={inbox}
        locked={detail.customer.status === 'locked'}
        hasContext
      >
        {conversation.status === 'queued' && <TakeButton conversation={conversation} inbox={inbox} />}
        {handsOn && (
          <ThreadAction
            icon={<ArrowRightLeft />}
            name={acts ? t`转接` : t`分配`}
            shortcut="F"
            onAct={() => setTransferring(true)}
          />
        )}
        {acts && (
          <>
            <ThreadAction
              icon={<Route />}
              name={t`发引导`}
              shortcut="U"
              onAct={() => setSendingGuide(true)}
            />
            <SnoozeAction conversation={conversation} onNext={next && (() => inbox.open(next.id, 'mine'))} />
            <ThreadAction
              primary
              icon={<Check />}
              name={t`结束`}
              shortcut="E"
              onAct={() => setClosing(true)}
            />
          </>
        )}
      </ThreadHeader>
      <DeskMessageList
        messages={messages}
        live={live}
        runs={runs.data?.runs ?? []}
        customerName={conversation.customer.name}
        onPayment={choice.showPayment}
        onRetry={live.channel.retry}
        onDiscard={live.channel.discard}
        onSeen={acts ? live.channel.markRead : undefined}
      />
      {acts ? (
        <ReplyComposer
          conversation={conversation}
          channel={live.channel}
          payment={detail.subjectPayment}
          question={lastQuestion(messages)}
        />
      ) : (
        <ReadOnlyFoot conversation={conversation} />
      )}
      {handsOn && (
        <TransferDialog
          conversation={conversation}
          open={transferring}
          onOpenChange={setTransferring}
          onDone={() => {
            if (acts) inbox.leave();
          }}
        />
      )}
      {acts && (
        <CloseDialog
          conversation={conversation}
          open={closing}
          onOpenChange={setClosing}
          onNext={next && (() => inbox.open(next.id, 'mine'))}
        />
      )}
      {acts && (
        <GuideDialog
          detail={detail}
          open={sendingGuide}
          onOpenChange={setSendingGuide}
          onSent={() => choice.showTab('guides')}
        />
      )}
    </main>
  );
}

/** The agent's next conversation, those that await an answer first. */
function useNextOwn(currentId: string): DeskConversation | undefined {
  const mine = useQuery(listQuery('mine', ''));
  const others =
    mine.data?.conversations.filter(({ id, snoozedUntil }) => id !== currentId && !snoozedUntil) ?? [];
  return others.find(owesReply) ?? others[0];
}

/** An event in the conversation (a guide ended, the customer came from another payment) changes what is known around it. */
function useRefreshAfterEvents(conversationId: string, lastEvent: number | undefined): void {
  const queryClient = useQueryClient();
  const known = useRef(lastEvent);
  useEffect(() => {
    if (known.current === lastEvent) return;
    known.current = lastEvent;
    void queryClient.invalidateQueries({ queryKey: ['conversation', conversationId] });
  }, [queryClient, conversationId, lastEvent]);
}
