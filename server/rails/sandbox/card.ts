import * as z from 'zod';
import type { Config } from '../../config.ts';
import { failureCodeOf, outcomeOfRefusal } from '../failure-codes.ts';
import type { CallbackEndpoint, CardRail, RailOrder, RailOutcome } from '../rail.ts';
import { readInquiry, readOrder } from './answers.ts';
import { refusalOf, type SandboxClient } from './client.ts';
import { readSettlements } from './settlements.ts';

const id = 'sandbox-card';

const chargeSchema = z.object({
  reference: z.uuid(),
  status: z.string(),
  network: z.string(),
  code: z.string(),
  authorizationCode: z.string().optional(),
});

/** A charge as the card network tells it, in an answer or a callback; what cannot be read decides nothing. */
export function readCharge(body: unknown, config: Config): RailOutcome {
  const parsed = chargeSchema.safeParse(body);
  if (!parsed.success) return { status: 'unknown', reason: 'unreadable answer' };
  const { reference, status, network, code, authorizationCode } = parsed.data;
  const raw = { network, code };
  const authorization = authorizationCode === undefined ? {} : { authorizationCode };
  switch (status) {
    case 'captured':
      return { status: 'succeeded', raw, ...authorization };
    case 'approved':
      return { status: 'authorized', raw, ...authorization };
    case 'requires_authentication': {
      const page = `${config.sandbox.url}/card/authentication/${reference}`;
      const back = `${config.publicUrl}/payments/attempts/${reference}`;
      return {
        status: 'requires_action',
        raw,
        actionUrl: `${page}?${new URLSearchParams({ return: back }).toString()}`,
      };
    }
    case 'declined':
      return outcomeOfRefusal(raw);
    case 'voided':
      return { status: 'declined', raw: { network, code: 'voided' }, failureCode: 'network_unreachable' };
    default:
      return { status: 'unknown', reason: `status ${status}` };
  }
}

const refundSchema = z.object({ status: z.literal('refunded'), network: z.string(), code: z.string() });

/** A refund as the card network tells it. */
export function readRefund(body: unknown): RailOutcome {
  const parsed = refundSchema.safeParse(body);
  if (!parsed.success) return { status: 'unknown', reason: 'unreadable answer' };
  const { network, code } = parsed.data;
  return { status: 'succeeded', raw: { network, code } };
}

const tokenSchema = z.object({
  token: z.string(),
  network: z.string(),
  last4: z.string().regex(/^[0-9]{4}$/),
  funding: z.enum(['credit', 'debit']),
  issuer: z.object({ zh: z.string(), en: z.string() }),
});

/** The card network of the sandbox, as one of our rails. */
export function createCardRail(config: Config, call: SandboxClient, callbacks: CallbackEndpoint): CardRail {
  const read = (body: unknown) => readCharge(body, config);

  async function order(
    { reference, token, amount, currency, payee, description }: RailOrder,
    capture: boolean,
  ): Promise<RailOutcome> {
    const body = {
      reference,
      token,
      amount: amount.toString(),
      currency,
      capture,
      merchantName: payee,
      description,
    };
    return readOrder(await call('POST', '/card/charges', body), read);
  }

  return {
    id,
    name: { zh: '银行卡收单', en: 'Card acquiring' },
    methodType: 'card',
    operations: ['charge', 'refund'],
    callbacks,
    charge: (details) => order(details, true),
    authorize: (details) => order(details, false),
    async capture(reference, amount) {
      const body = { amount: amount.toString() };
      return readOrder(await call('POST', `/card/charges/${reference}/captures`, body), read);
    },
    async refund({ reference, charge, amount }) {
      const body = { reference, amount: amount.toString() };
      return readOrder(await call('POST', `/card/charges/${charge}/refunds`, body), readRefund);
    },
    async inquire(operation, reference) {
      return operation === 'refund'
        ? readInquiry(await call('GET', `/card/refunds/${reference}`), readRefund)
        : readInquiry(await call('GET', `/card/charges/${reference}`), read);
    },
    settlementReport: (day) => readSettlements(call, 'card', day),
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
        const raw = refusalOf(answer.body);
        // What was checked before leaves only the number to be malformed.
        const failureCode = answer.status === 400 ? 'incorrect_number' : failureCodeOf(raw);
        return { status: 'declined', raw, failureCode };
      }
      const parsed = tokenSchema.safeParse(answer.body);
      if (!parsed.success) return { status: 'unavailable' };
      const { issuer, ...token } = parsed.data;
      return { status: 'tokenized', method: { railId: id, ...token, bank: issuer, expiryMonth, expiryYear } };
    },
  };
}
