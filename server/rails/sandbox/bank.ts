import { failureCodeOf } from '../failure-codes.ts';
import type { InquiryOutcome, Rail, RailOrder, RailOutcome, Tokenization } from '../rail.ts';
import { type Answer, errorOf, type SandboxClient } from './client.ts';

/** A debit or payout as the bank tells it, in an answer or a callback. */
export function readBankTransfer(body: Record<string, unknown>): RailOutcome {
  const raw = { network: 'bank', code: String(body.code) };
  switch (body.status) {
    case 'settled':
      return { status: 'succeeded', raw };
    case 'accepted':
      return { status: 'pending', raw };
    case 'rejected':
      return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
    default:
      return { status: 'unknown', reason: `status ${String(body.status)}` };
  }
}

function interpret(answer: Answer): InquiryOutcome {
  if (answer.kind === 'unreachable') return { status: 'unreachable', reason: answer.reason };
  if (answer.kind === 'unanswered') return { status: 'unknown', reason: answer.reason };
  if (answer.status === 404) return { status: 'not_found' };
  if (answer.status >= 400) {
    const raw = errorOf(answer.body);
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
        const raw = errorOf(answer.body);
        return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
      }
      const { token, bank, last4 } = answer.body as Record<string, string>;
      return {
        status: 'tokenized',
        method: {
          token: String(token),
          network: 'bank',
          bank: bank as unknown as { zh: string; en: string },
          last4: String(last4),
        },
      };
    },
  };
}
