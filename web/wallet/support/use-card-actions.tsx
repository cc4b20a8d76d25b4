import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { Card } from '../../../contract/guides.ts';
import type { MethodReference } from '../../../contract/payments.ts';
import type { CardOption } from '../../shared/chat/guide-card.tsx';
import { destination } from './destination.ts';
import type { PayOutcome, PayRequest } from '../pay/pay-flow.tsx';
import { useAnswer } from './use-guide-runs.ts';

/** Loaded with the first payment: most conversations need none. */
const PayFlow = lazy(async () => ({ default: (await import('../pay/pay-flow.tsx')).PayFlow }));

interface CardActions {
  choose: (card: Card, option: CardOption) => void;
  /** The answer that is on its way. */
  pending: { runId: string; step: number; optionId: string } | undefined;
  /** The run that was answered last. */
  answeredRun: string | undefined;
  /** Place it once on the screen: the payment sheets. */
  sheets: ReactNode;
}

/**
 * What the options of a card do: answer the run, or open the wallet's own secure forms. What is typed there goes to the
 * payments API; the conversation and the run learn only what became of it.
 */
export function useCardActions(): CardActions {
  const navigate = useNavigate();
  const answer = useAnswer();
  const { mutate } = answer;
  const [paying, setPaying] = useState<{ request: PayRequest; method?: MethodReference } | null>(null);
  const [hasPaid, setHasPaid] = useState(false);
  if (paying && !hasPaid) setHasPaid(true);

  const choose = useCallback(
    ({ runId, step }: Card, { id, action }: CardOption) => {
      switch (action.type) {
        case 'answer':
          return mutate({ runId, step, optionId: id });
        case 'pay': {
          const { paymentId, method } = action;
          return setPaying({ request: { kind: 'attempt', paymentId, chooseMethod: !method }, method });
        }
        case 'top_up_and_pay': {
          const { paymentId, topUpAmount, currency, method } = action;
          return setPaying({ request: { kind: 'top_up_and_pay', paymentId, topUpAmount, currency }, method });
        }
        case 'open':
          return void navigate(destination(action));
        case 'guide':
          return void navigate({ to: '/help/guides/$guide', params: { guide: action.guide } });
      }
    },
    [navigate, mutate],
  );

  const onOutcome = ({ payment }: PayOutcome) => {
    // What became of it is told by the guide; only the bank's own page must be gone to.
    if (payment.status === 'requires_action')
      void navigate({ to: '/payments/$id/result', params: { id: payment.id } });
  };

  return {
    choose,
    pending: answer.isPending ? answer.variables : undefined,
    answeredRun: answer.variables?.runId,
    sheets: hasPaid && (
      <Suspense fallback={null}>
        <PayFlow
          request={paying?.request ?? null}
          method={paying?.method}
          onClose={() => setPaying(null)}
          onOutcome={onOutcome}
        />
      </Suspense>
    ),
  };
}
