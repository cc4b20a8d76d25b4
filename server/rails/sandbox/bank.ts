import * as z from 'zod';
import { failureCodeOf } from '../failure-codes.ts';
import type { InquiryOutcome, Rail, RailOrder, RailOutcome, Tokenization } from '../rail.ts';
import { type Answer, refusalOf, type SandboxClient } from './client.ts';

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

function interpret(answer: Answer): InquiryOutcome {
  if (answer.kind === 'unreachable') return { status: 'unreachable', reason: answer.reason };
  if (answer.kind === 'unanswered') return { status: 'unknown', reason: answer.reason };
  if (answer.status === 404) return { status: 'not_found' };
  if (answer.status >= 400) {
    const raw = refusalOf(answer.body);
    return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
  }
  return readBankTransfer(answer.body);
}

/** The bank of the sandbox, as one of our rails: debits in, payouts out. */
export function createBankRail(
  call: SandboxClient,
): Required<Pick<Rail, 'payout'>> &
  Rail & { tokenize(account: { accountNumber: string; holderName: string }): Promise<Tokenization> } {
  async function order(
    path: string,
    { reference, token, amount, currency, description }: RailOrder,
  ): Promise<RailOutcome> {
    const outcome = interpret(
      await call('POST', path, { reference, token, amount: amount.toString(), currency, description }),
    );
    return outcome.status === 'not_found' ? { status: 'unknown', reason: 'HTTP 404' } : outcome;
  }

  return {
    id: 'sandbox-bank',
    charge: (details) => order('/bank/debits', details),
    payout: (details) => order('/bank/payouts', details),
    async inquire(operation, reference) {
      return interpret(
        await call('GET', `/bank/${operation === 'charge' ? 'debits' : 'payouts'}/${reference}`),
      );
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
