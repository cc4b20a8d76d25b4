import type { Payment, PaymentDetail } from '../../../contract/payments.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { CardContent, Step, World } from '../definition.ts';
import { text } from '../wording.ts';
import { candidateLabel } from './cards.ts';

/** What guides that begin with 'which one do you mean?' learn. */
export interface FoundFacts {
  payment?: PaymentDetail;
  candidates?: Payment[];
  chosenPaymentId?: string;
  /** The customer said it is none of those shown. */
  noneOfThese?: boolean;
  asOf?: string;
}

const mostCandidates = 6;
const day = 24 * 3_600_000;

/** Whether it was made in the last `days` days. */
export const within = (days: number, payment: Payment, now: Date) =>
  now.getTime() - Date.parse(payment.createdAt) <= days * day;

/** Made by the customer, not received from another. */
export const isOwn = ({ direction, kind }: Payment) => direction === 'out' || kind === 'top_up';

/** The payment named or chosen, else those of late for which `is` holds, newest first; one alone is taken as the one meant. */
export async function findPayment(
  world: World,
  facts: FoundFacts,
  is: (payment: Payment) => boolean,
  askEvenOne = false,
): Promise<FoundFacts> {
  const asOf = world.now.toISOString();
  const named = facts.chosenPaymentId ?? world.subject.paymentId;
  if (named !== undefined) return { payment: await world.payment(named), candidates: undefined, asOf };
  const found = (await world.recentPayments(100)).filter(is).slice(0, mostCandidates);
  const [only] = found;
  if (only === undefined || found.length > 1 || askEvenOne)
    return { payment: undefined, candidates: found, asOf };
  return { payment: await world.payment(only.id), candidates: undefined, asOf };
}

/** The choice between those found; `none` is where 'none of these' leads. */
export function whichPayment<StepId extends string>(
  content: { title: LocalizedText; body: LocalizedText },
  to: StepId,
  none: StepId,
): Step<FoundFacts, StepId> {
  return {
    kind: 'choose',
    card: (): CardContent => ({ ...content, tone: 'info' }),
    options: [
      {
        id: 'payment',
        offer: ({ candidates = [], asOf = '' }) =>
          candidates.map((payment) => ({
            key: payment.id,
            label: candidateLabel(payment, new Date(asOf)),
            learn: { chosenPaymentId: payment.id },
          })),
        to,
      },
      {
        id: 'none_of_these',
        quiet: true,
        offer: () => [{ label: text('都不是', 'None of these'), learn: { noneOfThese: true } }],
        to: none,
      },
    ],
  };
}

/** Several are found, or one is to be asked about. */
export const severalFound = ({ payment, candidates = [] }: FoundFacts) =>
  payment === undefined && candidates.length > 0;
export const noneFound = ({ payment }: FoundFacts) => payment === undefined;
