import * as z from 'zod';
import { failureCodeOf, outcomeOfRefusal } from '../failure-codes.ts';
import type { BankRail, CallbackEndpoint, RailOperation, RailOrder, RailOutcome } from '../rail.ts';
import { readInquiry, readOrder } from './answers.ts';
import { refusalOf, type SandboxClient } from './client.ts';
import { readSettlements } from './settlements.ts';

const transferSchema = z.object({ status: z.string(), code: z.string() });

/** A debit or payout as the bank tells it, in an answer or a callback; what cannot be read decides nothing. */
export function readBankTransfer(body: unknown): RailOutcome {
  const parsed = transferSchema.safeParse(body);
  if (!parsed.success) return { status: 'unknown', reason: 'unreadable answer' };
  const raw = { network: 'bank', code: parsed.data.code };
  switch (parsed.data.status) {
    case 'settled':
      return { status: 'succeeded', raw };
    case 'accepted':
      return { status: 'pending', raw };
    case 'rejected':
      return outcomeOfRefusal(raw);
    default:
      return { status: 'unknown', reason: `status ${parsed.data.status}` };
  }
}

const accountSchema = z.object({
  token: z.string(),
  bank: z.object({ zh: z.string(), en: z.string() }),
  last4: z.string().regex(/^[0-9]{4}$/),
});

const pathOf: Record<RailOperation, string> = {
  charge: '/bank/debits',
  payout: '/bank/payouts',
  refund: '/bank/payouts',
};
const id = 'sandbox-bank';

/** The bank of the sandbox, as one of our rails: debits in, payouts out. */
export function createBankRail(call: SandboxClient, callbacks: CallbackEndpoint): BankRail {
  async function order(
    path: string,
    { reference, token, amount, currency, description }: RailOrder,
  ): Promise<RailOutcome> {
    const body = { reference, token, amount: amount.toString(), currency, description };
    return readOrder(await call('POST', path, body), readBankTransfer);
  }

  return {
    id,
    name: { zh: '银行实时扣款与付款', en: 'Instant bank debits and payouts' },
    methodType: 'bank_account',
    operations: ['charge', 'payout', 'refund'],
    callbacks,
    charge: (details) => order(pathOf.charge, details),
    payout: (details) => order(pathOf.payout, details),
    // Between banks nothing is taken back: a refund is a transfer to the account that was debited.
    refund: ({ charge: _charge, ...details }) => order(pathOf.refund, details),
    async inquire(operation, reference) {
      return readInquiry(await call('GET', `${pathOf[operation]}/${reference}`), readBankTransfer);
    },
    settlementReport: (day) => readSettlements(call, 'bank', day),
    async tokenize({ accountNumber, holderName }) {
      const answer = await call('POST', '/bank/accounts', {
        accountNumber: accountNumber.replaceAll(' ', ''),
        holderName,
      });
      if (answer.kind !== 'answered') return { status: 'unavailable' };
      if (answer.status >= 400) {
        const raw = refusalOf(answer.body);
        return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
      }
      const parsed = accountSchema.safeParse(answer.body);
      if (!parsed.success) return { status: 'unavailable' };
      return { status: 'tokenized', method: { railId: id, ...parsed.data, network: 'bank' } };
    },
  };
}
