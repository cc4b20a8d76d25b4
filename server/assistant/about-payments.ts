import type { Payment } from '../../contract/payments.ts';
import { paymentText } from '../guides/guides.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { ConversationRecord } from '../support/support.ts';
import type { ActDeps } from './act.ts';
import { paymentMeant } from './details.ts';
import { type Said, said } from './say.ts';
import type { Intent } from './understanding/utterances.ts';

const day = 86_400_000;
const isUnderWay = ({ status }: Payment) => status === 'processing' || status === 'requires_action';
const isOpen = (payment: Payment) => isUnderWay(payment) || payment.status === 'requires_payment_method';
export const isPaying = ({ kind, direction }: Payment) =>
  direction === 'out' && (kind === 'purchase' || kind === 'transfer');
export const isOfLate = ({ createdAt }: Payment, now: Date) =>
  now.getTime() - Date.parse(createdAt) < 7 * day;

/** What we gave may be asked for, and may surprise. */
const isGiven = ({ kind }: Payment) => kind === 'goodwill';

interface About {
  /** Which payments can be meant. */
  fits: (payment: Payment) => boolean;
  /** Whether one of them that is the only one of late is taken as the one meant, without a detail that names it. */
  isPlain?: (payment: Payment) => boolean;
}

/** Intents about one payment, and which payments these can be. */
export const aboutPayments: Partial<Record<Intent, About>> = {
  'payment-failed': {
    fits: (payment) => isPaying(payment) || payment.kind === 'top_up',
    isPlain: (payment) => isPaying(payment) && isOpen(payment),
  },
  'payment-processing': {
    fits: (payment) => isPaying(payment) || payment.kind === 'top_up',
    isPlain: (payment) => isPaying(payment) && isOpen(payment),
  },
  'top-up-failed': { fits: ({ kind }) => kind === 'top_up', isPlain: isOpen },
  'withdrawal-late': { fits: ({ kind }) => kind === 'withdrawal', isPlain: isOpen },
  'charged-twice': { fits: isPaying },
  'refund-where': { fits: (payment) => isPaying(payment) || isGiven(payment) },
  'unrecognised-transaction': { fits: (payment) => payment.direction === 'out' || isGiven(payment) },
  'transfer-to-wrong-person': { fits: ({ kind, direction }) => kind === 'transfer' && direction === 'out' },
};

/** What a payment that has not succeeded is a case of. */
export function intentOf(payment: Payment): Intent {
  if (payment.kind === 'top_up') return 'top-up-failed';
  if (payment.kind === 'withdrawal') return 'withdrawal-late';
  return isUnderWay(payment) ? 'payment-processing' : 'payment-failed';
}

/** The payment that a message is about: named by amount, payee or time, or the only open one of its kind of the last week. */
export async function findMeant(
  { payments }: ActDeps,
  tx: Transaction,
  customerId: string,
  intent: Intent,
  message: string,
  now: Date,
): Promise<{ payment: Payment; isNamed: boolean } | undefined> {
  const about = aboutPayments[intent];
  if (about === undefined) return undefined;
  const { payments: recent } = await payments.list(tx, customerId, { limit: 50 });
  const fitting = recent.filter(about.fits);
  const named = paymentMeant(message, fitting, now);
  if (named !== undefined) return { payment: named, isNamed: true };
  const plain = about.isPlain === undefined ? [] : fitting.filter(about.isPlain);
  const [late, ...others] = plain.filter((payment) => isOfLate(payment, now));
  return late !== undefined && others.length === 0 ? { payment: late, isNamed: false } : undefined;
}

export async function startAbout(
  { guides }: ActDeps,
  tx: Transaction,
  { customerId, id }: ConversationRecord,
  intent: Intent,
  payment: Payment,
): Promise<void> {
  await guides.start(tx, {
    guide: intent,
    customerId,
    subject: { paymentId: payment.id },
    door: 'chat',
    conversationId: id,
  });
}

/** How a payment stands, in words that rest on nothing but the payment as it was read, with that read as citation. */
export function standingOf(payment: Payment, now: Date): Said {
  const about = paymentText(payment, now);
  const cites = { paymentId: payment.id };
  const { failure, moneyMoved, status } = payment;
  if (status === 'requires_payment_method' && failure !== undefined)
    return said(
      `${about.zh}没有成功。${failure.message.zh}`,
      `${capital(about.en)} did not go through. ${failure.message.en}`,
      cites,
    );
  if (payment.underReview)
    return said(
      `${about.zh}正在安全核实，由专人看过才会付出。钱已冻结，没有付走。`,
      `${capital(about.en)} is being checked for your safety; people look at it before it goes out. The money is on hold and has not been paid.`,
      cites,
    );
  if (status === 'processing' || status === 'requires_action') {
    const held =
      moneyMoved === 'held'
        ? said('钱只是冻结，没有扣走。', ' The money is on hold and has not been taken.').text
        : said('', '').text;
    return said(
      `${about.zh}还没有结果。${held.zh}我来查。`,
      `${capital(about.en)} has no result yet.${held.en} Let me check.`,
      cites,
    );
  }
  return said(`我正在查${about.zh}，请稍等。`, `I am looking at ${about.en}; one moment.`, cites);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
