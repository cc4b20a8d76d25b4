import type { WebhookEvent } from '../../../../contract/webhooks.ts';
import type { Queryable } from '../../../platform/database/database.ts';
import { newest } from '../page.ts';
import type { DeliveryRow, EndpointRow, MessageRow, TryRow } from './webhook.ts';

export async function insertEndpoint(
  q: Queryable,
  row: Pick<EndpointRow, 'id' | 'merchant_id' | 'url' | 'events' | 'secret' | 'created_at'>,
): Promise<EndpointRow> {
  const [inserted] = await q.query<EndpointRow>(
    `insert into payments.webhook_endpoint (id, merchant_id, url, events, secret, created_at)
     values ($1, $2, $3, $4, $5, $6) returning *`,
    [row.id, row.merchant_id, row.url, row.events, row.secret, row.created_at],
  );
  return inserted as EndpointRow;
}

/** Those in use first, the newest first. */
export function listEndpoints(q: Queryable, merchantId: string): Promise<EndpointRow[]> {
  return q.query(
    'select * from payments.webhook_endpoint where merchant_id = $1 order by disabled_at is not null, id desc limit 100',
    [merchantId],
  );
}

/** Endpoints in use of merchants, by merchant. */
export async function enabledEndpoints(
  q: Queryable,
  merchantIds: readonly string[],
): Promise<Map<string, EndpointRow[]>> {
  const rows = await q.query<EndpointRow>(
    {
      name: 'payments.enabled_endpoints',
      text: 'select * from payments.webhook_endpoint where merchant_id = any($1::uuid[]) and disabled_at is null',
    },
    [merchantIds],
  );
  return Map.groupBy(rows, (row) => row.merchant_id);
}

export async function lockEndpoint(
  q: Queryable,
  merchantId: string,
  id: string,
): Promise<EndpointRow | undefined> {
  const [row] = await q.query<EndpointRow>(
    'select * from payments.webhook_endpoint where merchant_id = $1 and id = $2 for no key update',
    [merchantId, id],
  );
  return row;
}

export async function disableEndpoint(q: Queryable, id: string, because: string, now: Date): Promise<void> {
  await q.query(
    `update payments.webhook_endpoint set disabled_at = $2, disabled_because = $3 where id = $1 and disabled_at is null`,
    [id, now, because],
  );
}

export async function rotateSecret(
  q: Queryable,
  id: string,
  secret: Buffer,
  previousUntil: Date,
): Promise<EndpointRow> {
  const [row] = await q.query<EndpointRow>(
    `update payments.webhook_endpoint set previous_secret = secret, previous_secret_until = $3, secret = $2 where id = $1 returning *`,
    [id, secret, previousUntil],
  );
  return row as EndpointRow;
}

export async function insertMessages(q: Queryable, rows: readonly MessageRow[]): Promise<void> {
  await q.query(
    `insert into payments.webhook_message (id, merchant_id, type, body, created_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.merchant_id),
      rows.map((row) => row.type),
      rows.map((row) => row.body),
      rows.map((row) => row.created_at),
    ],
  );
}

export async function insertDeliveries(q: Queryable, rows: readonly DeliveryRow[]): Promise<void> {
  await q.query(
    `insert into payments.webhook_delivery (id, message_id, endpoint_id, merchant_id, status, next_try_at, created_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[])`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.message_id),
      rows.map((row) => row.endpoint_id),
      rows.map((row) => row.merchant_id),
      rows.map((row) => row.status),
      rows.map((row) => row.next_try_at),
      rows.map((row) => row.created_at),
    ],
  );
}

export async function lockDelivery(q: Queryable, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await q.query<DeliveryRow>(
    'select * from payments.webhook_delivery where id = $1 for no key update',
    [id],
  );
  return row;
}

export async function updateDelivery(q: Queryable, row: DeliveryRow): Promise<void> {
  await q.query(
    'update payments.webhook_delivery set status = $2, tries = $3, next_try_at = $4, completed_at = $5 where id = $1',
    [row.id, row.status, row.tries, row.next_try_at, row.completed_at],
  );
}

export interface DeliveryWithMessage extends DeliveryRow {
  type: WebhookEvent;
  body: string;
}

export async function readDelivery(
  q: Queryable,
  merchantId: string,
  id: string,
): Promise<DeliveryWithMessage | undefined> {
  const [row] = await q.query<DeliveryWithMessage>(
    `select delivery.*, message.type, message.body from payments.webhook_delivery as delivery
     join payments.webhook_message as message on message.id = message_id where delivery.id = $2 and delivery.merchant_id = $1`,
    [merchantId, id],
  );
  return row;
}

/** All that a try needs. */
export async function readForTry(
  q: Queryable,
  id: string,
): Promise<{ message: Pick<MessageRow, 'id' | 'body'>; endpoint: EndpointRow } | undefined> {
  const [row] = await q.query<EndpointRow & { message_id: string; body: string }>(
    `select endpoint.*, message.id as message_id, message.body from payments.webhook_delivery as delivery
     join payments.webhook_message as message on message.id = message_id
     join payments.webhook_endpoint as endpoint on endpoint.id = endpoint_id where delivery.id = $1`,
    [id],
  );
  return row && { message: { id: row.message_id, body: row.body }, endpoint: row };
}

/** Newest first, of one endpoint if it is named. */
export function listDeliveries(
  q: Queryable,
  merchantId: string,
  page: { endpointId?: string | undefined; before?: string | undefined; limit: number },
): Promise<Array<DeliveryRow & { type: WebhookEvent }>> {
  const of =
    page.endpointId === undefined
      ? 'delivery.merchant_id = $1'
      : 'delivery.endpoint_id = $4 and delivery.merchant_id = $1';
  return q.query(
    `select delivery.*, message.type from payments.webhook_delivery as delivery
     join payments.webhook_message as message on message.id = message_id
     where ${of} and delivery.id < $2 order by delivery.id desc limit $3`,
    [
      merchantId,
      page.before ?? newest,
      page.limit,
      ...(page.endpointId === undefined ? [] : [page.endpointId]),
    ],
  );
}

export async function insertTry(q: Queryable, row: TryRow): Promise<void> {
  await q.query(
    `insert into payments.webhook_try (id, delivery_id, at, milliseconds, response_status, error, response)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.delivery_id, row.at, row.milliseconds, row.response_status, row.error, row.response],
  );
}

export function readTries(q: Queryable, deliveryId: string): Promise<TryRow[]> {
  return q.query('select * from payments.webhook_try where delivery_id = $1 order by id limit 200', [
    deliveryId,
  ]);
}

/** Deliveries and their tries go with the message. */
export async function deleteMessagesBefore(q: Queryable, time: Date): Promise<void> {
  await q.query('delete from payments.webhook_message where created_at < $1', [time]);
}
