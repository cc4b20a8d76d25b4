import { Trans, useLingui } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect } from 'react';
import { type AccountAction, answerAccountAction } from '../../../contract/account-actions.ts';
import { listRequests, type Message } from '../../../contract/support.ts';
import { proveVerification, type Verification } from '../../../contract/verifications.ts';
import { call } from '../../shared/api.ts';
import type { RequestContent } from '../../shared/chat/message-row.tsx';
import { ConsentCard, VerificationCard } from '../../shared/chat/request-card.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';
import { ConsentButtons } from './consent-buttons.tsx';
import { StepUpCanceled, useStepUp } from '../step-up/step-up.tsx';

const requestsQuery = (id: string) =>
  queryOptions({
    queryKey: ['support', 'requests', id],
    queryFn: ({ signal }) => call(listRequests, { params: { id }, signal }),
  });

/** What support asks for in this conversation, as cards that the customer answers. */
export function useRequests(
  conversationId: string,
  messages: readonly Message[],
): (content: RequestContent) => ReactNode {
  const client = useQueryClient();
  // Each change of one is told by an event; each new one is a message of its own.
  const last = messages.findLast(
    ({ content }) =>
      content.type === 'verification' || content.type === 'consent' || content.type === 'event',
  )?.sequence;
  const asked = messages.some(({ content }) => content.type === 'verification' || content.type === 'consent');
  const requests = useQuery({ ...requestsQuery(conversationId), enabled: asked }).data;
  useEffect(() => {
    if (asked && last !== undefined) {
      void client.invalidateQueries({ queryKey: requestsQuery(conversationId).queryKey });
      void client.invalidateQueries({ queryKey: ['wallet'] });
    }
  }, [client, conversationId, asked, last]);

  return useCallback(
    (content) => {
      if (content.type === 'verification') {
        const { verification } = content;
        const now = requests?.verifications.find(({ id }) => id === verification.id) ?? verification;
        return <Verify verification={now} />;
      }
      const { action } = content;
      return <Consent action={requests?.actions.find(({ id }) => id === action.id) ?? action} />;
    },
    [requests],
  );
}

function useAnswered() {
  const client = useQueryClient();
  const { i18n } = useLingui();
  return {
    onError: (error: Error) => {
      if (!(error instanceof StepUpCanceled)) toast(problemText(error, i18n.locale), { tone: 'danger' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['support', 'requests'] }),
  };
}

function Verify({ verification }: { verification: Verification }) {
  const { confirmed } = useStepUp();
  const prove = useMutation({
    mutationFn: () =>
      confirmed((stepUpId) => call(proveVerification, { params: { id: verification.id }, stepUpId })),
    ...useAnswered(),
  });
  return (
    <VerificationCard verification={verification}>
      {verification.state === 'asked' && (
        <>
          <p className="mt-3 text-label text-muted">
            <Trans>在钱包自己的安全页面里验证，客服只知道结果，看不到您输入的内容。</Trans>
          </p>
          <Button wide className="mt-3" loading={prove.isPending} onClick={() => prove.mutate()}>
            <Trans>去验证</Trans>
          </Button>
        </>
      )}
    </VerificationCard>
  );
}

function Consent({ action }: { action: AccountAction }) {
  const answer = useMutation({
    mutationFn: (choice: 'accept' | 'decline') =>
      call(answerAccountAction, { params: { id: action.id }, body: { answer: choice } }),
    ...useAnswered(),
  });
  return (
    <ConsentCard action={action}>
      {action.state === 'waiting_customer' && (
        <ConsentButtons
          busy={answer.isPending ? answer.variables : undefined}
          onAnswer={(choice) => answer.mutate(choice)}
        />
      )}
    </ConsentCard>
  );
}
