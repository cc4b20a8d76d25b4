import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../platform/problem.ts';
import { findUnstorable } from '../platform/storable.ts';
import type { Rail, RailNotice } from './rail.ts';

/** Hears what rails tell; decides by the state of what it is told about, so a repeat has no second effect. */
export type NoticeListener = (notice: RailNotice) => Promise<void>;

/** @throws malformed_request */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('malformed_request');
  }
}

/** Where rails tell of outcomes. The body is kept as it came, for that is what was signed. */
export async function registerCallbacks(
  app: FastifyInstance,
  rails: readonly Rail[],
  listener: NoticeListener,
): Promise<void> {
  const endpoints = new Map(
    rails.flatMap(({ callbacks }) => (callbacks ? [[callbacks.path, callbacks]] : [])),
  );
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    for (const { path, verify } of endpoints.values())
      scope.post(path, async ({ headers, body }, reply) => {
        const notices = verify({ headers, body: typeof body === 'string' ? body : '' });
        if (findUnstorable(notices) !== undefined) throw new ProblemError('malformed_request');
        for (const notice of notices) await listener(notice);
        return reply.status(204).send();
      });
  });
}
