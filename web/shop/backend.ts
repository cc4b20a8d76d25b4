import { createHash, randomUUID } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { type CheckoutSession, checkoutSessionSchema } from '../../contract/checkout.ts';
import { merchantRefundSchema } from '../../contract/refunds.ts';
import { currency, findProduct, largestQuantity } from './catalogue.ts';
import type { Order } from './order.ts';
import { createUpay, UpayError } from './upay.ts';
import { shopWebhooks } from './webhooks.ts';

export interface ShopOptions {
  /** Where UPay's public API is, without a slash at the end. */
  apiUrl: string;
  /** Where UPay reaches the shop's own backend. */
  ownUrl: string;
  /** The shop's key at UPay. */
  apiKey: string;
  /** Where browsers reach the shop (and here also UPay), without a slash at the end. */
  publicUrl: string;
}

const orderSchema = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        productId: z.string().check(z.refine((id) => findProduct(id) !== undefined, 'unknown product')),
        quantity: z.int().check(z.minimum(1), z.maximum(largestQuantity)),
      }),
    )
    .check(z.minLength(1), z.maxLength(50)),
});
const counterSchema = z.extend(orderSchema, { payerCode: z.string().check(z.regex(/^[0-9]{6,40}$/)) });
const codePaymentSchema = z.extend(checkoutSessionSchema, { outcome: z.string() });
const receiveCodeSchema = z.object({ url: z.string() });
const keySchema = z.uuid();
const refundsSchema = z.object({ refunds: z.array(merchantRefundSchema) });
const sessions = '/checkout-sessions';

/**
 * The demo shop's backend: a merchant like any other, that knows UPay by its public API and key alone. It keeps nothing:
 * an order is a checkout session at UPay, and the session's id is the order's.
 */
export const shopBackend: FastifyPluginAsync<ShopOptions> = async (app, options) => {
  const { apiUrl, ownUrl, apiKey, publicUrl } = options;
  const upay = createUpay(apiUrl, apiKey);
  const { told, plugin } = shopWebhooks(upay, ownUrl);
  await app.register(plugin);

  const readSession = (id: string) => upay(`${sessions}/${id}`, checkoutSessionSchema);

  /** An order with what was given back of it, as UPay knows it, and whether UPay has told of it by itself. */
  async function toOrder(session: CheckoutSession): Promise<Order> {
    const { id, reference, status, amount, lines, createdAt, expiresAt, url, paymentId } = session;
    const { refunds } =
      paymentId === undefined
        ? { refunds: [] }
        : await upay(`/refunds?paymentId=${paymentId}&limit=100`, refundsSchema);
    const refunded = refunds.reduce((sum, refund) => sum + BigInt(refund.amount), 0n);
    const isUnderWay = refunds.some((refund) => refund.status === 'processing');
    return {
      id,
      reference,
      status,
      amount,
      currency: session.currency,
      lines,
      createdAt,
      expiresAt,
      payUrl: url,
      told: told.about(id),
      ...(refunded === 0n
        ? {}
        : { refund: { amount: refunded.toString(), status: isUnderWay ? 'processing' : 'succeeded' } }),
    };
  }

  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof UpayError ? (error.status === 404 ? 404 : 502) : statusOf(error);
    // What the cashier can put right is said; all else is between the shop and UPay.
    if (error instanceof UpayError && error.code?.startsWith('payer_code_'))
      return reply
        .status(422)
        .type('application/problem+json')
        .send({ type: 'about:blank', status: 422, code: error.code });
    if (status >= 500) request.log.error({ err: error }, 'the shop could not serve a request');
    return reply.status(status).type('application/problem+json').send({ type: 'about:blank', status });
  });

  app.post('/shop/api/orders', async (request, reply) => {
    const parsed = orderSchema.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const key = keyOf(request);
    const session = await upay(sessions, checkoutSessionSchema, {
      method: 'POST',
      idempotencyKey: key,
      body: {
        currency,
        reference: referenceOf(key),
        lines: linesOf(parsed.data.lines, request),
        successUrl: `${publicUrl}/shop/orders`,
        cancelUrl: `${publicUrl}/shop/cart`,
      },
    });
    return reply.status(201).send(await toOrder(session));
  });

  /** The till: charges the customer whose payment code was scanned. */
  app.post('/shop/api/counter/orders', async (request, reply) => {
    const parsed = counterSchema.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const key = keyOf(request);
    const { outcome, ...session } = await upay('/payer-code-payments', codePaymentSchema, {
      method: 'POST',
      idempotencyKey: key,
      body: {
        payerCode: parsed.data.payerCode,
        currency,
        reference: referenceOf(key),
        lines: linesOf(parsed.data.lines, request),
      },
    });
    return reply.status(201).send({ order: await toOrder(session), outcome });
  });

  /** What customers scan at the counter. */
  app.get('/shop/api/counter/receive-code', () =>
    upay('/receive-code', receiveCodeSchema, { method: 'POST', body: {} }),
  );

  app.get<{ Params: { id: string } }>('/shop/api/orders/:id', async (request, reply) => {
    const { id } = request.params;
    if (!keySchema.safeParse(id).success) return reply.status(404).send({ type: 'about:blank', status: 404 });
    const order = await toOrder(await readSession(id));
    return reply.header('cache-control', 'no-store').send(order);
  });

  /** Ends an order that waits for its customer; one that was paid, or is being paid, meanwhile is told as it is. */
  app.post<{ Params: { id: string } }>('/shop/api/orders/:id/cancellation', async (request, reply) => {
    const { id } = request.params;
    if (!keySchema.safeParse(id).success) return reply.status(404).send({ type: 'about:blank', status: 404 });
    try {
      return await toOrder(await upay(`${sessions}/${id}/expiry`, checkoutSessionSchema, { method: 'POST' }));
    } catch (error) {
      if (!(error instanceof UpayError && error.status === 409)) throw error;
      return toOrder(await readSession(id));
    }
  });

  /** Gives back all of an order; asked twice, it is one refund. */
  app.post<{ Params: { id: string } }>('/shop/api/orders/:id/refund', async (request, reply) => {
    const { id } = request.params;
    if (!keySchema.safeParse(id).success) return reply.status(404).send({ type: 'about:blank', status: 404 });
    const { paymentId } = await readSession(id);
    if (paymentId === undefined) return reply.status(409).send({ type: 'about:blank', status: 409 });
    await upay('/refunds', merchantRefundSchema, {
      method: 'POST',
      idempotencyKey: `refund-${id}`,
      body: { paymentId, reason: 'requested_by_customer' },
    });
    return toOrder(await readSession(id));
  });
};

function refuse(reply: FastifyReply, error: z.core.$ZodError): FastifyReply {
  const fields = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return reply
    .status(422)
    .type('application/problem+json')
    .send({ type: 'about:blank', status: 422, fields });
}

/** The browser's key makes pressing the button twice, or asking again after a cut, one order. */
function keyOf(request: FastifyRequest): string {
  const given = keySchema.safeParse(request.headers['idempotency-key']);
  return given.success ? given.data : randomUUID();
}

function linesOf(lines: ReadonlyArray<{ productId: string; quantity: number }>, request: FastifyRequest) {
  const language = /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
  return lines.flatMap(({ productId, quantity }) => {
    const product = findProduct(productId);
    return product ? [{ name: product.name[language], quantity, unitAmount: product.unitAmount }] : [];
  });
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

/** "CC-8F3A20C1": the same for the same key, so that an order asked for twice is one. */
function referenceOf(key: string): string {
  return `CC-${createHash('sha256').update(key).digest('hex').slice(0, 8).toUpperCase()}`;
}
