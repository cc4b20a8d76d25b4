import type { FastifyRequest } from 'fastify';
import { stepUpHeader } from '../../contract/step-up.ts';

/** The confirmation a request brings along, if any. */
export function stepUpOf(request: FastifyRequest): string | undefined {
  const id = request.headers[stepUpHeader];
  const isId = typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isId ? id.toLowerCase() : undefined;
}
