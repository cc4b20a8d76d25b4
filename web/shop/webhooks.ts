import type { FastifyPluginAsync } from 'fastify';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod/mini';
import type { Upay } from './upay.ts';

const endpointSchema = z.object({ id: z.string(), url: z.string(), status: z.string() });
const endpointsSchema = z.object({ endpoints: z.array(endpointSchema) });
const secretSchema = z.object({ secret: z.string() });
const messageSchema = z.object({
  type: z.string(),
  data: z.looseObject({ checkoutSessionId: z.optional(z.string()) }),
});
const againMs = 10_000;
const mostRemembered = 1_000;

/** What UPay has told the shop by itself. */
export interface Told {
  /** Whether a message about this order has come, and was really from UPay. */
  about(orderId: string): boolean;
}

/**
 * Receives UPay's webhooks. The shop keeps nothing, so at each start it looks for its endpoint at UPay and asks for a new
 * secret; what cannot be verified with it is refused.
 */
export function shopWebhooks(upay: Upay, ownUrl: string): { told: Told; plugin: FastifyPluginAsync } {
  const url = `${ownUrl}/shop/api/webhooks`;
  const orders = new Set<string>();
  let secret: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function subscribe(): Promise<void> {
    const { endpoints } = await upay('/webhook-endpoints', endpointsSchema);
    const mine = endpoints.find((endpoint) => endpoint.url === url && endpoint.status === 'enabled');
    const path = mine === undefined ? '/webhook-endpoints' : `/webhook-endpoints/${mine.id}/secret-rotation`;
    const body = mine === undefined ? { url } : {};
    ({ secret } = await upay(path, secretSchema, { method: 'POST', body }));
  }

  return {
    told: { about: (orderId) => orders.has(orderId) },
    plugin: async (app) => {
      const subscribeOrTryAgain = (): void => {
        subscribe().catch((error: unknown) => {
          app.log.warn({ err: error }, 'the shop could not ask UPay for webhooks; it will try again');
          timer = setTimeout(subscribeOrTryAgain, againMs);
          timer.unref();
        });
      };
      app.addHook('onListen', async () => subscribeOrTryAgain());
      app.addHook('onClose', async () => clearTimeout(timer));
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
        done(null, body),
      );

      app.post('/shop/api/webhooks', async (request, reply) => {
        // Until the shop knows its secret, UPay is to try again.
        if (secret === undefined) return reply.status(503).send();
        let message: unknown;
        try {
          message = new Webhook(secret).verify(
            request.body as string,
            request.headers as Record<string, string>,
          );
        } catch {
          return reply.status(401).send();
        }
        const parsed = messageSchema.safeParse(message);
        const orderId = parsed.success ? parsed.data.data.checkoutSessionId : undefined;
        if (orderId !== undefined) {
          orders.add(orderId);
          const [oldest] = orders;
          if (orders.size > mostRemembered && oldest !== undefined) orders.delete(oldest);
        }
        return reply.status(204).send();
      });
    },
  };
}
