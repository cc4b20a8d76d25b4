import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ReceiptText } from 'lucide-react';
import type { DeskDetail } from '../../../contract/support.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { deskPaymentQuery } from '../inbox/queries.ts';
import { PaymentFacts } from './payment-facts.tsx';
import type { ContextChoice } from './use-context-choice.ts';

/** The payment the conversation is about, or the one picked from the recent ones. */
export function PaymentTab({ detail, choice }: { detail: DeskDetail; choice: ContextChoice }) {
  const subject = detail.subjectPayment;
  const picked =
    choice.paymentId !== undefined && choice.paymentId !== subject?.id ? choice.paymentId : undefined;
  if (picked)
    return <PickedPayment conversationId={detail.conversation.id} paymentId={picked} choice={choice} />;
  if (subject) return <PaymentFacts payment={subject} />;
  return (
    <EmptyState
      icon={<ReceiptText />}
      title={<Trans>这个会话没有关联付款</Trans>}
      detail={<Trans>可以从客户的近期付款里选一笔查看过程。</Trans>}
      action={
        <Button variant="secondary" onClick={() => choice.showTab('customer')}>
          <Trans>看近期付款</Trans>
        </Button>
      }
    />
  );
}

function PickedPayment(props: { conversationId: string; paymentId: string; choice: ContextChoice }) {
  const payment = useQuery(deskPaymentQuery(props.conversationId, props.paymentId));
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        icon={<ArrowLeft />}
        className="-ml-2 mb-2"
        onClick={() => props.choice.showPayment(undefined)}
      >
        <Trans>回到会话关联的付款</Trans>
      </Button>
      {payment.data ? (
        <PaymentFacts payment={payment.data} />
      ) : payment.isError ? (
        <ErrorState onRetry={() => void payment.refetch()} retrying={payment.isFetching} />
      ) : (
        <div aria-busy="true">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="mt-2 h-7 w-40" />
          <Skeleton className="mt-4 h-24 w-full" />
        </div>
      )}
    </>
  );
}
