import type { FastifyInstance } from 'fastify';
import { ZodError } from 'zod';

/**
 * A refusal in the network's own words: ISO 8583 for cards, ISO 20022 for banks.
 * On the wire: `{"error": {"network"?, "code", "message"}}`.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly network: string | undefined;

  constructor(status: number, code: string, message: string, network?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.network = network;
  }
}

/** ISO 8583 30, format error: the request itself is malformed, so nothing was processed. */
const FORMAT_ERROR = '30';
/** ISO 8583 96, system malfunction. */
const MALFUNCTION = '96';

/** Gives every error of the app the one shape above. Never repeats what the caller sent: it may be a card number. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof Refusal) {
      const { status, network, code, message } = error;
      return reply.status(status).send({ error: { network, code, message } });
    }
    if (error instanceof ZodError) {
      const message = error.issues
        .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
        .join('; ');
      return reply.status(400).send({ error: { code: FORMAT_ERROR, message } });
    }
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.status(status).send({ error: { code: FORMAT_ERROR, message: error.message } });
    process.stderr.write(
      `sandbox: ${request.method} ${request.routeOptions.url ?? request.url}: ${error.stack}\n`,
    );
    return reply.status(500).send({ error: { code: MALFUNCTION, message: 'System malfunction' } });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ error: { code: 'not_found', message: 'No such address' } }),
  );
}
