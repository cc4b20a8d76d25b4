import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Config } from '../../config.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { ProblemError } from '../problem.ts';
import { watchMethods } from './allowed-methods.ts';
import { problemBody, replyWithProblem } from './problem-reply.ts';

const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** By Node's code of what was wrong with a request; all else is a bad request. */
const statusLines: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A browser names the page a request comes from; another site's page may not act here, by form or by socket.
 * Callers that are no browsers send no Origin and carry no cookies of ours.
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string,
): boolean {
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

/** What is no HTTP we can read is answered on the bare socket, which is then closed: nothing after it can be trusted. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusLines[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({
    ...problemBody('malformed_request', 'zh'),
    status: Number.parseInt(status, 10),
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The HTTP server with what every route shares: limits, headers, problems, origins, metrics. */
export async function createHttp(config: Config, log: Logger, metrics: Metrics): Promise<FastifyInstance> {
  const processName = randomBytes(6).toString('base64url');
  let requestCount = 0;
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: () => `${processName}-${(++requestCount).toString(36)}`,
    // A child logger a request would cost more than the routing; what is logged names its request itself.
    childLoggerFactory: (logger) => logger,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // What the router refuses itself, before any hook: addresses that are none, or too long.
    frameworkErrors: (error, request, reply) =>
      void replyWithProblem(error, request, reply.headers(apiHeaders)),
    clientErrorHandler: refuseMalformed,
  });
  watchMethods(app);
  // A DELETE or POST without a body is a request without a body, whatever its content type says.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body as string, done);
  });
  // Files come as they are, on the routes that take them; on all others this is no JSON and refused as such.
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Plain http on the owner's own machine must go on working; a proxy that speaks TLS sends this header itself.
    strictTransportSecurity: config.publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: 64 * 1024, perMessageDeflate: false } });

  app.addHook('onRequest', async (request, reply) => {
    // Pages get the whole set; an answer of the API is never rendered, so three headers say all that applies to it.
    if (request.url.startsWith('/api/')) reply.headers(apiHeaders);
    else void reply.helmet();
    const changes = unsafeMethods.has(request.method) || request.headers.upgrade !== undefined;
    if (changes && !isOwnOrigin(request.headers.origin, request.headers.host, config.publicUrl))
      throw new ProblemError('origin_not_allowed');
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.httpDuration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  app.setErrorHandler((error, request, reply) => replyWithProblem(error, request, reply));
  return app;
}
