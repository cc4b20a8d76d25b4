import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Delivery } from './callbacks.ts';
import { Refusal } from './errors.ts';
import type { Faults, Operation, Strike } from './faults.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
  interface FastifyRequest {
    strike: Strike | null;
  }
}

/**
 * Lets faults strike the routes that name their operation. `refuse` resets the connection before the body is read;
 * `drop_before` ends it when the request has arrived but nothing is processed; `error` answers 503 with nothing
 * processed; `slow` waits and then processes, even if the caller has gone; `drop_after` ends the connection when
 * everything is processed and recorded.
 */
export function addFaultHooks(app: FastifyInstance, faults: Faults): void {
  app.decorateRequest('strike', null);
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  app.addHook('onRequest', async (request, reply) => {
    const { operation } = request.routeOptions.config;
    if (!operation) return;
    request.strike = faults.strike(operation);
    if (request.strike?.fault !== 'refuse') return;
    reply.hijack();
    request.raw.socket.resetAndDestroy();
  });

  app.addHook('preHandler', async (request, reply) => {
    const { strike } = request;
    if (strike?.fault === 'drop_before') {
      reply.hijack();
      request.raw.socket.destroy();
    }
    if (strike?.fault === 'error') throw new Refusal(strike.status, '96', 'System malfunction, on demand');
    if (strike?.fault === 'slow') await sleep(strike.delayMs, undefined, { signal: closing.signal });
  });

  app.addHook('onSend', async (request, _reply, payload) => {
    if (request.strike?.fault === 'drop_after') request.raw.socket.destroy();
    return payload;
  });
}

/** How the callback of this request is to be delivered. */
export function deliveryOf(request: FastifyRequest): Delivery {
  const { strike } = request;
  return {
    copies: strike?.fault === 'duplicate_callback' ? 2 : 1,
    delayMs: strike?.fault === 'late_callback' ? strike.delayMs : 0,
  };
}

/** Keeps the caller waiting for an answer that never comes; the caller's own time limit ends it. */
export function neverAnswer(reply: FastifyReply): void {
  reply.hijack();
}
