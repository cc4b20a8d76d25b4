import type { Config } from '../../config.ts';
import { failureCodeOf } from '../failure-codes.ts';
import type { InquiryOutcome, Rail, RailOutcome, Tokenization } from '../rail.ts';
import { type Answer, errorOf, type SandboxClient } from './client.ts';

export interface CardDetails {
  number: string;
  expiryMonth: number;
  expiryYear: number;
  cvc: string;
  holderName: string;
}

/** A charge as the card network tells it, in an answer or a callback. */
export function readCharge(body: Record<string, unknown>, config: Config): RailOutcome {
  const raw = { network: String(body.network), code: String(body.code) };
  switch (body.status) {
    case 'captured':
      return { status: 'succeeded', raw, authorizationCode: String(body.authorizationCode ?? '') };
    case 'requires_authentication': {
      const page = `${config.sandbox.url}/card/authentication/${String(body.reference)}`;
      const back = `${config.publicUrl}/payments/attempts/${String(body.reference)}`;
      return {
        status: 'requires_action',
        raw,
        actionUrl: `${page}?${new URLSearchParams({ return: back }).toString()}`,
      };
    }
    case 'declined':
      return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
    case 'voided':
      return { status: 'declined', raw: { ...raw, code: 'voided' }, failureCode: 'network_unreachable' };
    default:
      return { status: 'unknown', reason: `status ${String(body.status)}` };
  }
}

/** The card network of the sandbox, as one of our rails. */
export function createCardRail(
  config: Config,
  call: SandboxClient,
): Rail & { tokenize(card: CardDetails): Promise<Tokenization> } {
  function interpret(answer: Answer): InquiryOutcome {
    if (answer.kind === 'unreachable') return { status: 'unreachable', reason: answer.reason };
    if (answer.kind === 'unanswered') return { status: 'unknown', reason: answer.reason };
    if (answer.status === 404) return { status: 'not_found' };
    if (answer.status >= 400) {
      const raw = errorOf(answer.body);
      return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
    }
    return readCharge(answer.body, config);
  }

  return {
    id: 'sandbox-card',
    async charge({ reference, token, amount, currency, payee, description }) {
      const outcome = interpret(
        await call('POST', '/card/charges', {
          reference,
          token,
          amount: amount.toString(),
          currency,
          capture: true,
          merchantName: payee,
          description,
        }),
      );
      return outcome.status === 'not_found' ? { status: 'unknown', reason: 'HTTP 404' } : outcome;
    },
    async inquire(_operation, reference) {
      return interpret(await call('GET', `/card/charges/${reference}`));
    },
    async reverse(reference) {
      await call('POST', `/card/charges/${reference}/voids`, {});
    },
    async tokenize({ number, expiryMonth, expiryYear, cvc, holderName }) {
      const answer = await call('POST', '/card/tokens', {
        number: number.replaceAll(' ', ''),
        expMonth: expiryMonth,
        expYear: expiryYear,
        cvc,
        holderName,
      });
      if (answer.kind !== 'answered') return { status: 'unavailable' };
      if (answer.status >= 400) {
        const raw = errorOf(answer.body);
        return { status: 'declined', raw, failureCode: failureCodeOf(raw) };
      }
      const { token, network, last4, funding, issuer } = answer.body as Record<string, string>;
      return {
        status: 'tokenized',
        method: {
          token: String(token),
          network: String(network),
          bank: issuer as unknown as { zh: string; en: string },
          last4: String(last4),
          funding: funding === 'credit' ? 'credit' : 'debit',
          expiryMonth,
          expiryYear,
        },
      };
    },
  };
}
