import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { ProblemError } from '../problem.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `/healthz`: the process answers. `/readyz`: it can serve, database and all. `/metrics`: for a scraper on this machine. */
export function registerHealth(app: FastifyInstance, { db, metrics, log }: Platform): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    try {
      await db.query('select 1');
      return { status: 'ready' };
    } catch (error) {
      log.warn({ err: error }, 'not ready: the database does not answer');
      throw new ProblemError('service_unavailable');
    }
  });
  app.get('/metrics', async (request, reply) => {
    // What came through a proxy is not from this machine.
    if (!loopback.has(request.socket.remoteAddress ?? '') || request.headers['x-forwarded-for'] !== undefined)
      throw new ProblemError('not_found');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
