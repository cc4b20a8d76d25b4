import type {
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEvent,
} from '../../../../contract/webhooks.ts';

/** An endpoint as it is kept. */
export interface EndpointRow {
  id: string;
  merchant_id: string;
  url: string;
  events: WebhookEvent[];
  /** Sealed. */
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_secret_until: Date | null;
  disabled_at: Date | null;
  disabled_because: string | null;
  created_at: Date;
}

export interface MessageRow {
  id: string;
  merchant_id: string;
  type: WebhookEvent;
  body: string;
  created_at: Date;
}

export interface DeliveryRow {
  id: string;
  message_id: string;
  endpoint_id: string;
  merchant_id: string;
  status: WebhookDelivery['status'];
  tries: number;
  next_try_at: Date | null;
  created_at: Date;
  completed_at: Date | null;
}

export interface TryRow {
  id: string;
  delivery_id: string;
  at: Date;
  milliseconds: number;
  response_status: number | null;
  error: string | null;
  response: string | null;
}

export function viewEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    status: row.disabled_at === null ? 'enabled' : 'disabled',
    ...(row.disabled_because === null ? {} : { disabledBecause: row.disabled_because }),
    createdAt: row.created_at.toISOString(),
  };
}

export function viewDelivery(row: DeliveryRow, type: WebhookEvent): WebhookDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    messageId: row.message_id,
    type,
    status: row.status,
    tries: row.tries,
    ...(row.next_try_at === null ? {} : { nextTryAt: row.next_try_at.toISOString() }),
    createdAt: row.created_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
  };
}

export function viewTry(row: TryRow): WebhookDeliveryDetail['log'][number] {
  return {
    at: row.at.toISOString(),
    milliseconds: row.milliseconds,
    ...(row.response_status === null ? {} : { responseStatus: row.response_status }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.response === null ? {} : { response: row.response }),
  };
}
