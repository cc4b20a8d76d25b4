import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import { equalInConstantTime } from '../../platform/crypto.ts';
import { ProblemError } from '../../platform/problem.ts';
import { parseJson } from '../callback-routes.ts';
import type { CallbackEndpoint, RailNotice } from '../rail.ts';
import { readBankTransfer } from './bank.ts';
import { readCharge, readRefund } from './card.ts';

const callbackSchema = z.object({ type: z.string(), data: z.looseObject({ reference: z.uuid() }) });

/** Standard Webhooks: a signed message older or newer than this is refused. */
const toleranceSeconds = 300;

function isSigned(secret: string, headers: Record<string, unknown>, body: string, now: Date): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (
    !/^[0-9]{1,12}$/.test(timestamp) ||
    Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds
  )
    return false;
  const expected = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest();
  return signatures
    .split(' ')
    .some(
      (signature) =>
        signature.startsWith('v1,') &&
        equalInConstantTime(Buffer.from(signature.slice(3), 'base64'), expected),
    );
}

/** Where the sandbox tells of outcomes, for its cards and its bank; signed per Standard Webhooks. */
export function sandboxCallbacks(config: Config, clock: Clock): CallbackEndpoint {
  function read(type: string, reference: string, data: unknown): RailNotice[] {
    switch (type) {
      case 'card.charge.updated':
        return [{ operation: 'charge', reference, outcome: readCharge(data, config) }];
      case 'card.refund.updated':
        return [{ operation: 'refund', reference, outcome: readRefund(data) }];
      case 'bank.debit.updated':
        return [{ operation: 'charge', reference, outcome: readBankTransfer(data) }];
      case 'bank.payout.updated':
        return [{ operation: 'payout', reference, outcome: readBankTransfer(data) }];
      default:
        return [];
    }
  }
  return {
    path: '/api/rails/sandbox/callbacks',
    verify({ headers, body }) {
      if (!isSigned(config.sandbox.callbackSecret, headers, body, clock.now()))
        throw new ProblemError('signature_invalid');
      const parsed = callbackSchema.safeParse(parseJson(body));
      if (!parsed.success) throw new ProblemError('malformed_request');
      const { type, data } = parsed.data;
      return read(type, data.reference, data);
    },
  };
}
