import { Webhook } from 'standardwebhooks';
import { postOutside } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import type { Queryable } from '../../../platform/database/database.ts';
import type { PaymentsContext } from '../../context.ts';
import * as queries from './queries.ts';
import { waitBeforeNextTry } from './retries.ts';
import type { Secrets } from './secrets.ts';
import type { DeliveryRow, EndpointRow, MessageRow, TryRow } from './webhook.ts';

export const deliverTask = 'payments.webhook';
const timeoutMilliseconds = 15_000;
const maximumResponseBytes = 64 * 1024;
const keptResponseCharacters = 500;
/** Should this process die while it sends, the try is made again after this long. */
const graceMilliseconds = 60_000;
const busyMilliseconds = 5_000;
const mostAtOnce = 100;
const mostAtOnceByEndpoint = 8;
const gone = 410;

export async function scheduleDeliveries(
  { jobs }: PaymentsContext,
  tx: Queryable,
  deliveries: ReadonlyArray<{ id: string; at: Date }>,
): Promise<void> {
  await jobs.add(
    tx,
    deliveries.map(({ id, at }) => ({
      task: deliverTask,
      payload: { deliveryId: id },
      runAt: at,
      key: `webhook:${id}`,
    })),
  );
}

/**
 * Sends what is due. A job takes a delivery on, writes down when to try again should this process die, and leaves the waiting
 * for slow receivers to the process: they must not hold the workers that money waits for. A receiver that is slow keeps only
 * its own messages waiting.
 */
export function createDeliverer(context: PaymentsContext, secrets: Secrets): (id: string) => Promise<void> {
  const { db, clock, log } = context;
  const underWay = new Map<string, number>();
  let total = 0;

  return async (id) => {
    const found = await db.transaction(async (tx) => {
      const delivery = await queries.lockDelivery(tx, id);
      if (delivery?.status !== 'pending') return undefined;
      const busy = total >= mostAtOnce || (underWay.get(delivery.endpoint_id) ?? 0) >= mostAtOnceByEndpoint;
      const again = busy ? busyMilliseconds : graceMilliseconds;
      await scheduleDeliveries(context, tx, [{ id, at: new Date(clock.now().getTime() + again) }]);
      return busy ? undefined : queries.readForTry(tx, id);
    });
    if (found === undefined) return;
    const { message, endpoint } = found;
    total++;
    underWay.set(endpoint.id, (underWay.get(endpoint.id) ?? 0) + 1);
    void send(context, secrets, id, message, endpoint)
      .catch((error: unknown) =>
        log.error({ err: error, deliveryId: id }, 'a webhook could not be sent; it will be tried again'),
      )
      .finally(() => {
        total--;
        const left = (underWay.get(endpoint.id) ?? 1) - 1;
        if (left === 0) underWay.delete(endpoint.id);
        else underWay.set(endpoint.id, left);
      });
  };
}

/** One try: signed now, under the message's own id, logged, and followed by another when it was not taken. */
async function send(
  context: PaymentsContext,
  secrets: Secrets,
  id: string,
  message: Pick<MessageRow, 'id' | 'body'>,
  endpoint: EndpointRow,
): Promise<void> {
  const at = context.clock.now();
  if (endpoint.disabled_at !== null) {
    await record(context, id, endpoint, { ...emptyTry(id, at), error: 'endpoint_disabled' });
    return;
  }
  const started = performance.now();
  const answer = await postOutside({
    url: endpoint.url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'UPay-Webhooks/1',
      ...signedHeaders(secrets, endpoint, message, at),
    },
    body: message.body,
    timeoutMilliseconds,
    maximumResponseBytes,
    loopbackOrigins: context.config.webhookLoopback,
  });
  const milliseconds = Math.round(performance.now() - started);
  await record(context, id, endpoint, {
    ...emptyTry(id, at),
    milliseconds,
    ...(answer.kind === 'failed'
      ? { error: answer.reason }
      : {
          response_status: answer.status,
          response: answer.body.replaceAll('\u0000', '').slice(0, keptResponseCharacters),
          // A redirect is not followed: where it leads, nobody has agreed to.
          error: answer.status >= 200 && answer.status < 300 ? null : `http_${answer.status}`,
        }),
  });
}

const emptyTry = (deliveryId: string, at: Date): TryRow => ({
  id: newId(),
  delivery_id: deliveryId,
  at,
  milliseconds: 0,
  response_status: null,
  error: null,
  response: null,
});

/** Standard Webhooks; while a secret is being replaced, both sign. */
function signedHeaders(
  secrets: Secrets,
  endpoint: EndpointRow,
  message: Pick<MessageRow, 'id' | 'body'>,
  at: Date,
): Record<string, string> {
  const signatures = secrets
    .current(endpoint, at)
    .map((secret) => new Webhook(secret).sign(message.id, at, message.body));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** Writes down what came of a try, and what follows from it. */
async function record(
  context: PaymentsContext,
  id: string,
  endpoint: EndpointRow,
  made: TryRow,
): Promise<void> {
  const { db, clock, jobs, log } = context;
  await db.transaction(async (tx) => {
    const delivery = await queries.lockDelivery(tx, id);
    if (delivery === undefined) return;
    await queries.insertTry(tx, made);
    if (delivery.status !== 'pending') return;
    const tries = delivery.tries + 1;
    const now = clock.now();
    const isGone = made.response_status === gone;
    if (isGone) await queries.disableEndpoint(tx, endpoint.id, 'gone', now);
    const wait = isGone || made.error === 'endpoint_disabled' ? undefined : waitBeforeNextTry(tries);
    const next = made.error === null || wait === undefined ? undefined : new Date(now.getTime() + wait);
    const after: DeliveryRow = {
      ...delivery,
      tries,
      status: made.error === null ? 'delivered' : next === undefined ? 'failed' : 'pending',
      next_try_at: next ?? null,
      completed_at: next === undefined ? now : null,
    };
    await queries.updateDelivery(tx, after);
    if (next === undefined) await jobs.remove(tx, [`webhook:${id}`]);
    else await scheduleDeliveries(context, tx, [{ id, at: next }]);
    if (after.status === 'failed') log.warn({ deliveryId: id, error: made.error }, 'a webhook was given up');
  });
}
