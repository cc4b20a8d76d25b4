import * as contract from '../../../../contract/webhooks.ts';
import type { Serve } from '../../../platform/http/serve.ts';
import { isOutsideUrl } from '../../../platform/http/outside.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problem.ts';
import type { PaymentsContext } from '../../context.ts';
import { pageOf, standardPage } from '../page.ts';
import { createDeliverer, deliverTask, scheduleDeliveries } from './deliver.ts';
import * as queries from './queries.ts';
import { createSecrets } from './secrets.ts';
import { tell, toldTopics } from './tell.ts';
import { viewDelivery, viewEndpoint, viewTry } from './webhook.ts';

const day = 86_400_000;
const keptDays = 30;
const mostEndpoints = 10;
/** How long an old secret signs beside the new one. */
const overlap = day;

export interface Webhooks {
  /** Sends a message again, now. @throws not_found, conflict while it is being sent */
  replay(merchantId: string, deliveryId: string): Promise<contract.WebhookDelivery>;
  endpoints(merchantId: string): Promise<contract.WebhookEndpoint[]>;
  deliveries(
    merchantId: string,
    page: { endpointId?: string | undefined; before?: string | undefined; limit: number },
  ): Promise<{ deliveries: contract.WebhookDelivery[]; before?: string }>;
  routes(serve: Serve): void;
}

export function createWebhooks(context: PaymentsContext): Webhooks {
  const { db, jobs, clock, events, config } = context;
  const secrets = createSecrets(context);
  const deliver = createDeliverer(context, secrets);
  jobs.define(deliverTask, ({ deliveryId }) => deliver(String(deliveryId)));
  jobs.define(
    'payments.webhook-log',
    () => queries.deleteMessagesBefore(db, new Date(clock.now().getTime() - keptDays * day)),
    { every: 'day' },
  );
  events.consume('payments.webhooks', toldTopics, (tx, happened) => tell(context, tx, happened));

  const webhooks: Webhooks = {
    async replay(merchantId, deliveryId) {
      return db.transaction(async (tx) => {
        const row = await queries.lockDelivery(tx, deliveryId);
        const known = row && (await queries.readDelivery(tx, merchantId, deliveryId));
        if (row === undefined || known === undefined) throw new ProblemError('not_found');
        const endpoint = await queries.lockEndpoint(tx, merchantId, row.endpoint_id);
        if (endpoint === undefined || endpoint.disabled_at !== null) throw new ProblemError('conflict');
        const now = clock.now();
        const again = { ...row, status: 'pending' as const, tries: 0, next_try_at: now, completed_at: null };
        await queries.updateDelivery(tx, again);
        await scheduleDeliveries(context, tx, [{ id: row.id, at: now }]);
        return viewDelivery(again, known.type);
      });
    },
    async endpoints(merchantId) {
      return (await queries.listEndpoints(db, merchantId)).map(viewEndpoint);
    },
    async deliveries(merchantId, { endpointId, before, limit }) {
      const rows = await queries.listDeliveries(db, merchantId, { endpointId, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit);
      return { deliveries: page.map((row) => viewDelivery(row, row.type)), ...next };
    },

    routes(serve) {
      serve(contract.createWebhookEndpoint, async ({ caller, body }) => {
        if (!isOutsideUrl(body.url, config.webhookLoopback))
          throw new ProblemError('webhook_url_not_allowed');
        const id = newId();
        const { secret, sealed } = secrets.make(id);
        const row = await db.transaction(async (tx) => {
          // One after the other, so that the limit holds however many ask at once.
          await tx.query('select from payments.merchant where id = $1 for no key update', [
            caller.merchantId,
          ]);
          const inUse =
            (await queries.enabledEndpoints(tx, [caller.merchantId])).get(caller.merchantId) ?? [];
          if (inUse.length >= mostEndpoints) throw new ProblemError('conflict');
          return queries.insertEndpoint(tx, {
            id,
            merchant_id: caller.merchantId,
            url: body.url,
            events: [...new Set(body.events)],
            secret: sealed,
            created_at: clock.now(),
          });
        });
        return { ...viewEndpoint(row), secret };
      });
      serve(contract.listWebhookEndpoints, async ({ caller }) => ({
        endpoints: await webhooks.endpoints(caller.merchantId),
      }));
      serve(contract.disableWebhookEndpoint, async ({ caller, params }) => {
        const row = await queries.lockEndpoint(db, caller.merchantId, params.id);
        if (row === undefined) throw new ProblemError('not_found');
        await queries.disableEndpoint(db, row.id, 'merchant', clock.now());
        return undefined;
      });
      serve(contract.rotateWebhookSecret, async ({ caller, params }) => {
        const { secret, sealed } = secrets.make(params.id);
        const until = new Date(clock.now().getTime() + overlap);
        const row = await db.transaction(async (tx) => {
          if ((await queries.lockEndpoint(tx, caller.merchantId, params.id)) === undefined)
            throw new ProblemError('not_found');
          return queries.rotateSecret(tx, params.id, sealed, until);
        });
        return { ...viewEndpoint(row), secret, previousSecretUntil: until.toISOString() };
      });

      serve(
        contract.listWebhookDeliveries,
        ({ caller, query: { endpointId, before, limit = standardPage } }) =>
          webhooks.deliveries(caller.merchantId, { endpointId, before, limit }),
      );
      serve(contract.getWebhookDelivery, async ({ caller, params }) => {
        const row = await queries.readDelivery(db, caller.merchantId, params.id);
        if (row === undefined) throw new ProblemError('not_found');
        const log = await queries.readTries(db, row.id);
        return { ...viewDelivery(row, row.type), body: row.body, log: log.map(viewTry) };
      });
      serve(contract.replayWebhookDelivery, ({ caller, params }) =>
        webhooks.replay(caller.merchantId, params.id),
      );
    },
  };
  return webhooks;
}
