import type { Payment } from '../../../contract/payments.ts';
import type { CardContent, Step } from '../definition.ts';
import { text } from '../wording.ts';

/** The wallet's form in which a payment is disputed: evidence, and a pack for the police. */
export const disputeOffer = (payment: Payment | undefined) =>
  payment?.status === 'succeeded'
    ? [
        {
          label: text('发起争议，追回这笔', 'Dispute it to get it back'),
          action: { type: 'open', screen: 'dispute', paymentId: payment.id } as const,
        },
      ]
    : [];

export const onDispute = { 'dispute.opened': 'disputed' } as const;

/** The dispute is under way: the amount is reserved and clocks run, so the problem is in hand. */
export const disputed = {
  kind: 'end',
  outcome: 'resolved',
  card: (): CardContent => ({
    title: text('争议已受理', 'Your dispute is under way'),
    tone: 'success',
    body: text(
      '对方要在期限内答复，之后由我们裁定；每一步都会通知您。在这笔付款的页面能看进度、补证据、下载报案材料。',
      'The other side has to answer in time, then we decide; you are told of every step. On the payment’s page you see how far it is, add evidence and take the pack for the police along.',
    ),
  }),
} as const satisfies Step<object>;
