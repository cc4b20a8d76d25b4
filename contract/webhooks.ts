import * as z from 'zod/mini';
import { pageQuery } from './merchants.ts';
import { route } from './route.ts';
import { idSchema, timeSchema } from './text.ts';

const always = ['api_key_invalid', 'insufficient_scope', 'too_many_requests'] as const;

/** What a merchant can be told of. The body is `{type, timestamp, data}`, signed as Standard Webhooks says. */
export const webhookEvents = [
  'payment.succeeded',
  'refund.processing',
  'refund.succeeded',
  'payout.succeeded',
  'payout.failed',
  'dispute.opened',
  'dispute.updated',
  'dispute.closed',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhookEndpointSchema = z.object({
  id: idSchema,
  url: z.string(),
  /** Empty: all of them. */
  events: z.array(z.enum(webhookEvents)),
  status: z.enum(['enabled', 'disabled']),
  disabledBecause: z.optional(z.string()),
  createdAt: timeSchema,
});
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

const withSecret = z.extend(webhookEndpointSchema, {
  /** `whsec_…`, shown this once. */
  secret: z.string(),
});

export const createWebhookEndpoint = route({
  method: 'POST',
  path: '/api/merchant/webhook-endpoints',
  caller: 'merchant',
  scope: 'webhooks.write',
  summary:
    'Where to tell of events. Messages follow Standard Webhooks; what is not answered with 2xx is tried again for three days.',
  body: z.strictObject({
    url: z.url().check(z.maxLength(500)),
    events: z.optional(z.array(z.enum(webhookEvents)).check(z.maxLength(webhookEvents.length))),
  }),
  result: withSecret,
  status: 201,
  errors: [...always, 'webhook_url_not_allowed', 'conflict'],
});

export const listWebhookEndpoints = route({
  method: 'GET',
  path: '/api/merchant/webhook-endpoints',
  caller: 'merchant',
  scope: 'webhooks.read',
  summary: 'Endpoints of this merchant; never a secret.',
  result: z.object({ endpoints: z.array(webhookEndpointSchema) }),
  errors: always,
});

export const disableWebhookEndpoint = route({
  method: 'DELETE',
  path: '/api/merchant/webhook-endpoints/:id',
  caller: 'merchant',
  scope: 'webhooks.write',
  summary: 'Tell this endpoint nothing any more, not even what waits.',
  params: z.object({ id: idSchema }),
  errors: [...always, 'not_found'],
});

export const rotateWebhookSecret = route({
  method: 'POST',
  path: '/api/merchant/webhook-endpoints/:id/secret-rotation',
  caller: 'merchant',
  scope: 'webhooks.write',
  summary: 'A new secret; for a day messages are signed with the old one too.',
  params: z.object({ id: idSchema }),
  result: z.extend(withSecret, { previousSecretUntil: timeSchema }),
  errors: [...always, 'not_found'],
});

export const webhookDeliverySchema = z.object({
  id: idSchema,
  endpointId: idSchema,
  /** The webhook-id header: the same on every try and replay. */
  messageId: idSchema,
  type: z.enum(webhookEvents),
  status: z.enum(['pending', 'delivered', 'failed']),
  tries: z.number(),
  nextTryAt: z.optional(timeSchema),
  createdAt: timeSchema,
  completedAt: z.optional(timeSchema),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const listWebhookDeliveries = route({
  method: 'GET',
  path: '/api/merchant/webhook-deliveries',
  caller: 'merchant',
  scope: 'webhooks.read',
  summary: 'The log of the last thirty days, newest first, by keyset.',
  query: z.strictObject({ endpointId: z.optional(idSchema), ...pageQuery }),
  result: z.object({ deliveries: z.array(webhookDeliverySchema), before: z.optional(idSchema) }),
  errors: always,
});

export const webhookDeliveryDetailSchema = z.extend(webhookDeliverySchema, {
  /** As it was signed and sent. */
  body: z.string(),
  log: z.array(
    z.object({
      at: timeSchema,
      milliseconds: z.number(),
      responseStatus: z.optional(z.number()),
      error: z.optional(z.string()),
      response: z.optional(z.string()),
    }),
  ),
});
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetailSchema>;

export const getWebhookDelivery = route({
  method: 'GET',
  path: '/api/merchant/webhook-deliveries/:id',
  caller: 'merchant',
  scope: 'webhooks.read',
  summary: 'One delivery with what was sent and what came of every try.',
  params: z.object({ id: idSchema }),
  result: webhookDeliveryDetailSchema,
  errors: [...always, 'not_found'],
});

export const replayWebhookDelivery = route({
  method: 'POST',
  path: '/api/merchant/webhook-deliveries/:id/replay',
  caller: 'merchant',
  scope: 'webhooks.write',
  summary: 'Send the same message again, now, under the same id.',
  params: z.object({ id: idSchema }),
  result: webhookDeliverySchema,
  errors: [...always, 'not_found', 'conflict'],
});

export const listDeskWebhooks = route({
  method: 'GET',
  path: '/api/desk/merchants/:id/webhooks',
  caller: 'staff',
  summary: 'A merchant’s endpoints and its newest deliveries, for staff who help it.',
  params: z.object({ id: idSchema }),
  result: z.object({ endpoints: z.array(webhookEndpointSchema), deliveries: z.array(webhookDeliverySchema) }),
  errors: ['not_allowed', 'not_found'],
});

export const replayDeskWebhook = route({
  method: 'POST',
  path: '/api/desk/merchants/:id/webhooks/:deliveryId/replay',
  caller: 'staff',
  summary: 'Send a message to a merchant again.',
  params: z.object({ id: idSchema, deliveryId: idSchema }),
  result: webhookDeliverySchema,
  errors: ['not_allowed', 'not_found', 'conflict'],
});
