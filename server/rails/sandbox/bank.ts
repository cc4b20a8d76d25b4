import * as z from 'zod';
import { failureCodeOf } from '../failure-codes.ts';
import type { Rail, RailOrder, RailOutcome, Tokenization } from '../rail.ts';
import { readInquiry, readOrder } from './answers.ts';
import { refusalOf, type SandboxClient } from './client.ts';

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
      return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
    default:
      return { status: 'unknown', reason: `status ${parsed.data.status}` };
  }
}

const accountSchema = z.object({
  token: z.string(),
  bank: z.object({ zh: z.string(), en: z.string() }),
  last4: z.string().regex(/^[0-9]{4}$/),
});

/** The bank of the sandbox, as one of our rails: debits in, payouts out. */
export function createBankRail(
  call: SandboxClient,
): Required<Pick<Rail, 'payout'>> &
  Rail & { tokenize(account: { accountNumber: string; holderName: string }): Promise<Tokenization> } {
  async function order(
    path: string,
    { reference, token, amount, currency, description }: RailOrder,
  ): Promise<RailOutcome> {
    const body = { reference, token, amount: amount.toString(), currency, description };
    return readOrder(await call('POST', path, body), readBankTransfer);
  }

  return {
    id: 'sandbox-bank',
    charge: (details) => order('/bank/debits', details),
    payout: (details) => order('/bank/payouts', details),
    // Between banks nothing is taken back: a refund is a transfer to the account that was debited.
    refund: ({ charge: _charge, ...details }) => order('/bank/payouts', details),
    async inquire(operation, reference) {
      const path = `/bank/${operation === 'charge' ? 'debits' : 'payouts'}/${reference}`;
      return readInquiry(await call('GET', path), readBankTransfer);
    },
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
      return { status: 'tokenized', method: { ...parsed.data, network: 'bank' } };
    },
  };
}
