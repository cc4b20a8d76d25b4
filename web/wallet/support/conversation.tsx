import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { BookOpen, UserRound } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { sendAttachment } from '../../../contract/attachments.ts';
import { type Conversation as ConversationRecord, type Message } from '../../../contract/support.ts';
import { messageOf } from '../../../contract/problem.ts';
import { AttachButton } from '../../shared/chat/attach-button.tsx';
import { Composer } from '../../shared/chat/composer.tsx';
import { MessageList } from '../../shared/chat/message-list.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { useConversation } from '../../shared/use-realtime.tsx';
import { ConversationNotes } from './conversation-notes.tsx';
import { ConversationSkeleton } from './conversation-skeleton.tsx';
import { QueueCard } from './queue-card.tsx';
import { RatingCard } from './rating-card.tsx';
import { Suggestions } from './suggestions.tsx';
import { useCardActions } from './use-card-actions.tsx';
import { useGuideRuns } from './use-guide-runs.ts';
import { useProbe } from './use-probe.tsx';
import { useRequestPerson } from './use-request-person.ts';
import { useRequests } from './use-requests.tsx';

export interface ConversationProps {
  id: string;
  /** As HTTP told; the socket knows better once it has spoken. */
  known?: ConversationRecord;
  /** Put into the empty composer, for the customer to send or change. */
  question?: string;
  onStartNew: () => void;
}

/** One conversation: its messages, what can be done now, and where one writes. */
export function Conversation({ id, known, question, onStartNew }: ConversationProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  const navigate = useNavigate();
  const live = useConversation(id);
  const { channel, messages, outgoing } = live;
  const conversation = live.conversation ?? known;
  const runIds = useRunIds(messages);
  const runs = useGuideRuns(runIds);
  const actions = useCardActions();
  const renderRequest = useRequests(id, messages);
  const showCited = useCallback(
    (cited: { kind: 'payment' | 'article'; id: string }) => {
      if (cited.kind === 'payment') void navigate({ to: '/payments/$id', params: { id: cited.id } });
      else void navigate({ to: '/help/articles/$article', params: { article: cited.id } });
    },
    [navigate],
  );
  const showConversation = useCallback(
    (conversationId: string) => void navigate({ to: '/support', search: { conversationId } }),
    [navigate],
  );
  const isClosed = conversation?.status === 'closed';
  const lastCard = messages.findLast(({ content }) => content.type === 'card')?.content;
  const asked =
    lastCard?.type === 'card' && !isClosed && runs.canAnswer(lastCard.card) ? lastCard.card : undefined;
  const request = useRequestPerson(id, () => channel.send(t`转人工`));
  const probe = useProbe(asked, actions.choose);
  useFocusNextCard(messages, actions.answeredRun);

  if (live.problem)
    return <ErrorState title={localized(messageOf(live.problem.code))} className="flex-1 justify-center" />;
  if (!conversation) return <ConversationSkeleton />;
  const { mergedInto } = conversation;

  return (
    <>
      <MessageList
        className="flex-1"
        viewer="customer"
        messages={messages}
        outgoing={outgoing}
        typing={isClosed ? undefined : live.typing}
        readUpTo={conversation.agentName ? live.read.agent : undefined}
        deliveredUpTo={conversation.agentName ? live.delivered.agent : undefined}
        canAnswer={isClosed ? never : runs.canAnswer}
        chosenOption={runs.chosenOption}
        pending={actions.pending}
        onChoose={actions.choose}
        onCitation={showCited}
        onConversation={showConversation}
        renderRequest={renderRequest}
        onRetry={channel.retry}
        onDiscard={channel.discard}
        onSeen={channel.markRead}
        // Without a connection one may write all the same.
        head={live.loaded ? <ConversationNotes /> : <ConversationSkeleton />}
        foot={
          <>
            {conversation.status === 'assistant' && outgoing.length === 0 && (
              <Suggestions last={messages.at(-1)} onChoose={channel.send} />
            )}
            {conversation.status === 'queued' && <QueueCard conversation={conversation} />}
            {probe}
            {isClosed && (!mergedInto || conversation.rating) && <RatingCard conversation={conversation} />}
          </>
        }
      />
      <Bottom>
        {mergedInto ? (
          <Button wide onClick={() => showConversation(mergedInto)}>
            <Trans>去之后的会话继续</Trans>
          </Button>
        ) : isClosed ? (
          <Button wide onClick={onStartNew}>
            <Trans>开始新的会话</Trans>
          </Button>
        ) : (
          <>
            <div className="mb-1 flex items-center gap-1">
              <RequestPerson conversation={conversation} request={request} />
              <Button
                variant="quiet"
                size="small"
                icon={<BookOpen aria-hidden="true" />}
                onClick={() => void navigate({ to: '/support/help', search: {} })}
              >
                <Trans>帮助中心</Trans>
              </Button>
            </div>
            <Composer
              conversationId={id}
              placeholder={t`请描述您的问题`}
              initialText={question}
              onSend={channel.send}
              onTyping={channel.typing}
            >
              <AttachButton conversationId={id} route={sendAttachment} />
            </Composer>
          </>
        )}
      </Bottom>
      {actions.sheets}
    </>
  );
}

const never = () => false;

function Bottom({ children }: { children: ReactNode }) {
  return (
    <div className="border-line border-t bg-surface pb-safe">
      <div className="mx-auto max-w-3xl px-3 py-2">{children}</div>
    </div>
  );
}

/** 转人工: always in sight, and says where one stands once it was asked for. */
function RequestPerson({
  conversation,
  request,
}: {
  conversation: ConversationRecord;
  request: ReturnType<typeof useRequestPerson>;
}) {
  const { status, agentName } = conversation;
  if (status !== 'assistant') {
    return (
      <span className="inline-flex min-h-target items-center gap-2 px-3 text-label text-muted">
        <UserRound aria-hidden="true" className="size-icon" />
        {status === 'queued' ? <Trans>正在排队</Trans> : <Trans>{agentName} 正在为您服务</Trans>}
      </span>
    );
  }
  return (
    <Button
      variant="quiet"
      size="small"
      icon={<UserRound aria-hidden="true" />}
      loading={request.isPending}
      onClick={request.ask}
    >
      <Trans>转人工</Trans>
    </Button>
  );
}

/** The runs whose cards are in this conversation; the same array while they are the same. */
function useRunIds(messages: readonly Message[]): readonly string[] {
  const joined = useMemo(() => {
    const ids = messages.flatMap(({ content }) => (content.type === 'card' ? [content.card.runId] : []));
    return [...new Set(ids)].join(' ');
  }, [messages]);
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined]);
}

/** Whoever answered by keyboard goes on at the card that follows: the button they pressed is gone. */
function useFocusNextCard(messages: readonly Message[], answeredRun: string | undefined): void {
  const before = useRef(messages.length);
  useEffect(() => {
    const isNew = messages.length > before.current;
    before.current = messages.length;
    const content = messages.at(-1)?.content;
    if (!isNew || content?.type !== 'card' || content.card.runId !== answeredRun) return;
    if (document.activeElement !== document.body) return;
    document
      .querySelector<HTMLElement>(`[data-card="${content.card.runId} ${content.card.step}"]`)
      ?.focus({ preventScroll: true });
  }, [messages, answeredRun]);
}
