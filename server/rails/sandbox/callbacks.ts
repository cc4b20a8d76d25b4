import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import { equalInConstantTime } from '../../platform/crypto.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { RailOutcome } from '../rail.ts';
import { readBankTransfer } from './bank.ts';
import { readCharge, readRefund } from './card.ts';

const callbackSchema = z.object({ type: z.string(), data: z.looseObject({ reference: z.uuid() }) });

/** Standard Webhooks: a signed message older or newer than this is refused. */
const toleranceSeconds = 300;

export type OutcomeListener = (reference: string, outcome: RailOutcome) => Promise<void>;

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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_request');
  }
}

/**
 * Where the sandbox tells of outcomes. A callback may come twice, late or out of order; the listener decides by the
 * attempt's own state, so none of that has an effect.
 */
export async function registerCallbacks(
  app: FastifyInstance,
  config: Config,
  clock: Clock,
  listener: OutcomeListener,
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/api/rails/sandbox/callbacks', async (request, reply) => {
      const body = request.body as string;
      if (!isSigned(config.sandbox.callbackSecret, request.headers, body, clock.now()))
        throw new ProblemError('signature_invalid');
      const parsed = callbackSchema.safeParse(parseJson(body));
      if (!parsed.success) throw new ProblemError('malformed_request');
      const { type, data } = parsed.data;
      const { reference } = data;
      if (type === 'card.charge.updated') await listener(reference, readCharge(data, config));
      else if (type === 'card.refund.updated') await listener(reference, readRefund(data));
      else if (type === 'bank.debit.updated' || type === 'bank.payout.updated')
        await listener(reference, readBankTransfer(data));
      return reply.status(204).send();
    });
  });
}
