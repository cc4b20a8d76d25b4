import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Conversation as ConversationRecord, ScreenContext } from '../../../contract/support.ts';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { PageHeader } from '../../shared/ui/page-header.tsx';
import { useConversation } from '../../shared/use-realtime.tsx';
import { problemText } from '../app/problem-text.ts';
import { useSearchText } from '../app/address.ts';
import { useTitle } from '../app/use-title.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { ContextBar } from './context-bar.tsx';
import { Conversation } from './conversation.tsx';
import { ConversationSkeleton } from './conversation-skeleton.tsx';
import { openConversationQuery } from './queries.ts';
import { KnownIncidents } from './known-incidents.tsx';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What an address says of where the customer was; what is not of that form is left out. */
function contextOf(screen?: string, paymentId?: string, paymentMethodId?: string): ScreenContext {
  return {
    screen: screen && /^[a-z_]{1,40}$/.test(screen) ? screen : 'support',
    ...(paymentId && uuid.test(paymentId) ? { paymentId } : {}),
    ...(paymentMethodId && uuid.test(paymentMethodId) ? { paymentMethodId } : {}),
  };
}

/** 我的客服: the conversation with support, begun or taken up with the screen the customer comes from. */
export function SupportPage() {
  const { t } = useLingui();
  // An earlier conversation to read.
  const conversationId = useSearchText('conversationId');
  // Begins the message, from the help centre.
  const question = useSearchText('question');
  const context = contextOf(
    useSearchText('screen'),
    useSearchText('paymentId'),
    useSearchText('paymentMethodId'),
  );
  useTitle(t`我的客服`);
  return (
    <div className="fixed inset-0 z-10 flex flex-col bg-page lg:left-[15.5rem]">
      {conversationId && uuid.test(conversationId) ? (
        <Shown id={conversationId} paymentId={undefined} question={undefined} />
      ) : (
        <Opened key={JSON.stringify(context)} context={context} question={question} />
      )}
    </div>
  );
}

/** The open conversation, told where the customer comes from. */
function Opened({ context, question }: { context: ScreenContext; question?: string }) {
  const { i18n } = useLingui();
  const opened = useQuery(openConversationQuery(context));
  const [dismissed, setDismissed] = useState<string>();
  if (opened.data && opened.data.id !== dismissed) {
    const startNew = () => {
      setDismissed(opened.data.id);
      void opened.refetch();
    };
    return (
      <Shown
        key={opened.data.id}
        id={opened.data.id}
        known={opened.data}
        paymentId={context.paymentId}
        question={question}
        onStartNew={startNew}
      />
    );
  }
  return (
    <>
      <Header />
      <main id="main" className="flex flex-1 flex-col">
        {opened.error ? (
          <ErrorState
            title={<Trans>没有连上客服</Trans>}
            detail={problemText(opened.error, i18n.locale)}
            onRetry={() => void opened.refetch()}
            retrying={opened.isFetching}
            className="flex-1 justify-center"
          />
        ) : (
          <ConversationSkeleton />
        )}
      </main>
    </>
  );
}

interface ShownProps {
  id: string;
  known?: ConversationRecord;
  paymentId: string | undefined;
  question: string | undefined;
  onStartNew?: () => void;
}

function Shown({ id, known, paymentId, question, onStartNew }: ShownProps) {
  const navigate = useNavigate();
  const { conversation = known } = useConversation(id);
  const startNew = () => void navigate({ to: '/support', search: { screen: 'support' }, replace: true });
  return (
    <>
      <Header conversation={conversation} />
      <main id="main" className="flex min-h-0 flex-1 flex-col">
        {paymentId && <ContextBar paymentId={paymentId} />}
        <ConnectionNotice />
        <KnownIncidents isLoggedIn className="mx-auto w-full max-w-3xl px-3 pt-2" />
        <Conversation id={id} known={known} question={question} onStartNew={onStartNew ?? startNew} />
      </main>
    </>
  );
}

function Header({ conversation }: { conversation?: ConversationRecord }) {
  const { t } = useLingui();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const detail = {
    assistant: t`智能助手 · 24 小时在线`,
    queued: t`正在排队等待人工客服`,
    assigned: t`${conversation?.agentName ?? ''} · 人工客服`,
    closed: t`会话已结束`,
  }[conversation?.status ?? 'assistant'];
  return (
    <PageHeader
      title={<Trans>我的客服</Trans>}
      detail={detail}
      onBack={() => {
        if (canGoBack) router.history.back();
        else void router.navigate({ to: '/', replace: true });
      }}
    />
  );
}
