import type { WebhookEvent } from '../../../../contract/webhooks.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Event } from '../../../platform/events.ts';
import { newId } from '../../../platform/ids.ts';
import type { PaymentsContext } from '../../context.ts';
import { readSessionIds } from '../../refunds/queries.ts';
import { scheduleDeliveries } from './deliver.ts';
import { enabledEndpoints, insertDeliveries, insertMessages } from './queries.ts';
import type { DeliveryRow, MessageRow } from './webhook.ts';

/** What a merchant is told: which event of ours it comes from, whose it is, and what it says. */
interface News {
  merchantId: string;
  type: WebhookEvent;
  data: Record<string, unknown>;
}

export const toldTopics = [
  'payment.succeeded',
  'refund.processing',
  'refund.succeeded',
  'payout.succeeded',
  'payout.failed',
  'dispute.opened',
  'dispute.updated',
  'dispute.closed',
] as const satisfies readonly WebhookEvent[];

/** Turns events into messages to the endpoints of the merchants they concern, in the transaction that remembers them as told. */
export async function tell(
  context: PaymentsContext,
  tx: Transaction,
  events: readonly Event[],
): Promise<void> {
  const news = await readNews(tx, events);
  const endpoints = await enabledEndpoints(tx, [...new Set(news.map(({ merchantId }) => merchantId))]);
  const now = context.clock.now();
  const messages: MessageRow[] = [];
  const deliveries: DeliveryRow[] = [];
  for (const { merchantId, type, data } of news) {
    const listening = (endpoints.get(merchantId) ?? []).filter(
      (endpoint) => endpoint.events.length === 0 || endpoint.events.includes(type),
    );
    if (listening.length === 0) continue;
    const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
    const message: MessageRow = { id: newId(), merchant_id: merchantId, type, body, created_at: now };
    messages.push(message);
    for (const endpoint of listening)
      deliveries.push({
        id: newId(),
        message_id: message.id,
        endpoint_id: endpoint.id,
        merchant_id: merchantId,
        status: 'pending',
        tries: 0,
        next_try_at: now,
        created_at: now,
        completed_at: null,
      });
  }
  if (messages.length === 0) return;
  await insertMessages(tx, messages);
  await insertDeliveries(tx, deliveries);
  await scheduleDeliveries(
    context,
    tx,
    deliveries.map(({ id }) => ({ id, at: now })),
  );
}

async function readNews(tx: Transaction, events: readonly Event[]): Promise<News[]> {
  const purchases = events.filter(
    ({ topic, payload }) => topic === 'payment.succeeded' && payload.kind === 'purchase',
  );
  const paid = await readPurchases(
    tx,
    purchases.map(({ subjectId }) => subjectId),
  );
  const refunds = events.filter(({ topic }) => topic.startsWith('refund.'));
  const sessions = await readSessionIds(
    tx,
    refunds.map(({ payload }) => String(payload.paymentId)),
  );
  return events.flatMap((event): News[] => {
    const { topic, subjectId, payload } = event;
    const type = topic as WebhookEvent;
    if (topic === 'payment.succeeded') {
      const purchase = paid.get(subjectId);
      return purchase === undefined ? [] : [{ merchantId: purchase.merchant_id, type, data: purchase.data }];
    }
    if (typeof payload.merchantId !== 'string') return [];
    const { merchantId } = payload;
    if (topic.startsWith('payout.'))
      return [{ merchantId, type, data: payload.payout as Record<string, unknown> }];
    if (topic.startsWith('dispute.'))
      return [{ merchantId, type, data: payload.dispute as Record<string, unknown> }];
    const { paymentId, amount, currency } = payload;
    const checkoutSessionId = sessions.get(String(paymentId));
    const status = topic.slice('refund.'.length);
    return [
      { merchantId, type, data: { id: subjectId, paymentId, checkoutSessionId, amount, currency, status } },
    ];
  });
}

/** What a merchant learns of a payment to it: never who paid, or how. */
async function readPurchases(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, { merchant_id: string; data: Record<string, unknown> }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{
    id: string;
    merchant_id: string;
    amount: bigint;
    currency: string;
    checkout_session_id: string;
    reference: string;
    completed_at: Date;
  }>(
    `select payment.id, payment.merchant_id, payment.amount, payment.currency, payment.checkout_session_id, session.reference,
       payment.completed_at
     from payments.payment join payments.checkout_session as session on session.id = checkout_session_id
     where payment.id = any($1::uuid[])
       and exists (select from payments.webhook_endpoint where merchant_id = payment.merchant_id and disabled_at is null)`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        merchant_id: row.merchant_id,
        data: {
          id: row.id,
          checkoutSessionId: row.checkout_session_id,
          reference: row.reference,
          amount: row.amount.toString(),
          currency: row.currency,
          status: 'succeeded',
          completedAt: row.completed_at.toISOString(),
        },
      },
    ]),
  );
}
