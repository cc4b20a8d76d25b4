import { moneyText } from '../../contract/money.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Order } from './attempt-request.ts';
import type { Candidate } from './checks.ts';
import type { PaymentsContext } from './context.ts';
import { countsAsSpending } from './limits.ts';
import { readMerchantNames } from './queries/checkout.ts';

/** What a confirmation is for, to the letter: with another amount or payee it is worth nothing. */
function operationOf(order: Order): { name: string; parts: string[] } {
  const { kind, amount, currency, payeeCustomerId, checkoutSessionId } = order;
  return {
    name: 'payment',
    parts: [kind, amount.toString(), currency, payeeCustomerId ?? '', checkoutSessionId ?? ''],
  };
}

/**
 * Looks at the confirmations that these attempts bring along, and uses them up; no statement when none does.
 * @returns for those that do, whether it is theirs
 */
export async function readConfirmations(
  { identity }: PaymentsContext,
  tx: Transaction,
  candidates: readonly Candidate[],
): Promise<Map<Candidate, boolean>> {
  const bringing = candidates.flatMap((candidate) => {
    const { caller, order } = candidate.request;
    return caller.stepUpId !== undefined && countsAsSpending(order.kind)
      ? [{ candidate, stepUpId: caller.stepUpId, caller, operation: operationOf(order) }]
      : [];
  });
  if (bringing.length === 0) return new Map();
  const results = await identity.stepUps.consume(tx, bringing);
  return new Map(bringing.map(({ candidate }, place) => [candidate, results[place] === 'confirmed']));
}

/** Turns the refusal of an attempt that must be confirmed into the question: what is confirmed, and in which ways. */
export async function askToConfirm(
  context: PaymentsContext,
  error: unknown,
  order: Order,
  caller: Callers['customer'],
): Promise<unknown> {
  if (!(error instanceof ProblemError) || error.code !== 'step_up_required') return error;
  return context.identity.stepUps.required(caller, {
    ...operationOf(order),
    summary: await summaryOf(context, order),
  });
}

async function summaryOf(
  { db, identity }: PaymentsContext,
  { kind, amount, currency, payeeCustomerId, merchantId }: Order,
): Promise<LocalizedText> {
  const money = moneyText(amount, currency);
  if (kind === 'withdrawal') return { zh: `提现 ${money} 到银行账户`, en: `withdraw ${money} to your bank` };
  const payee =
    payeeCustomerId === null
      ? (merchantId && (await readMerchantNames(db, [merchantId])).get(merchantId)) || '*'
      : ((await identity.customers(db, [payeeCustomerId])).get(payeeCustomerId)?.maskedName ?? '*');
  return kind === 'transfer'
    ? { zh: `向 ${payee} 转账 ${money}`, en: `transfer ${money} to ${payee}` }
    : { zh: `向 ${payee} 付款 ${money}`, en: `pay ${money} to ${payee}` };
}
