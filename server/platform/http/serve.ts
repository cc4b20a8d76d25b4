import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { Staff } from '../../../contract/identity.ts';
import type { BodyOf, MerchantScope, ParamsOf, QueryOf, ResultOf, Route } from '../../../contract/route.ts';
import { hasHiddenCharacters, type Language } from '../../../contract/text.ts';
import { ProblemError } from '../problem.ts';
import { findUnstorable } from '../storable.ts';
import { languageOf } from './language.ts';

/** Who a request turned out to come from, by the kind of caller its route names. */
export interface Callers {
  public: undefined;
  customer: {
    customerId: string;
    sessionId: string;
    deviceId: string;
    language: Language;
    /** Why money out should be asked for again: a network the customer has not confirmed, a device new to the account. */
    caution?: 'new_network' | 'new_device';
    /** The confirmation that the request brings along (contract/step-up.ts). */
    stepUpId?: string;
  };
  staff: { staffId: string; sessionId: string; name: string; role: Staff['role'] };
  merchant: { merchantId: string; name: string; scopes: readonly MerchantScope[] };
}

/** Proves the caller of a request or throws the refusal. */
export type Authenticators = {
  [Kind in Exclude<keyof Callers, 'public'>]: (request: FastifyRequest) => Promise<Callers[Kind]>;
};

export interface Call<R extends Route> {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
  caller: Callers[R['caller']];
  language: Language;
  /** Present on idempotent routes: the header, checked. */
  idempotencyKey: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Registers a contract's route; the result's status is the contract's unless the handler set another. */
export type Serve = <R extends Route>(route: R, handler: (call: Call<R>) => Promise<ResultOf<R>>) => void;

export interface ServeOptions {
  authenticators: Authenticators;
  /** Check results against the contract too; tests do. */
  checkResults: boolean;
}

function parse(schema: z.ZodMiniType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    const unstorable = findUnstorable(parsed.data);
    if (unstorable === undefined) return parsed.data;
    const path = [where, ...unstorable].join('.').slice(0, 100);
    throw new ProblemError('invalid_request', { fields: [{ path, message: 'hidden_characters' }] });
  }
  const fields = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: [where, ...issue.path].map(String).join('.').slice(0, 100),
    message:
      issue.code === 'unrecognized_keys'
        ? 'unknown field'
        : issue.code === 'custom'
          ? issue.message
          : issue.code,
  }));
  throw new ProblemError('invalid_request', { fields });
}

function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length < 8 || key.length > 128 || hasHiddenCharacters(key))
    throw new ProblemError('idempotency_key_required');
  return key;
}

/** A file where the route takes one, and nowhere else. */
function bodyOf(route: Route, request: FastifyRequest): unknown {
  if (Buffer.isBuffer(request.body) !== (route.upload !== undefined))
    throw new ProblemError('unsupported_media_type');
  return route.upload === undefined ? parse(route.body, request.body ?? {}, 'body') : request.body;
}

/** A key that may write may read. */
function assertScope(scope: MerchantScope, { scopes }: Callers['merchant']): void {
  const written = scope.replace(/\.read$/, '.write') as MerchantScope;
  if (!scopes.includes(scope) && !scopes.includes(written)) throw new ProblemError('insufficient_scope');
}

/** Makes the function with which modules register their routes on `app`. */
export function createServe(app: FastifyInstance, { authenticators, checkResults }: ServeOptions): Serve {
  return (route, handler) => {
    const status = route.status ?? (route.result === undefined && !route.download ? 204 : 200);
    app.route({
      method: route.method,
      url: route.path,
      ...(route.upload === undefined ? {} : { bodyLimit: route.upload.maximumBytes }),
      handler: async (request, reply) => {
        const caller = route.caller === 'public' ? undefined : await authenticators[route.caller](request);
        if (route.scope !== undefined) assertScope(route.scope, caller as Callers['merchant']);
        const call = {
          params: parse(route.params, request.params, 'path'),
          query: parse(route.query, request.query, 'query'),
          body: bodyOf(route, request),
          caller,
          language: languageOf(request.headers['accept-language']),
          idempotencyKey: route.idempotent ? idempotencyKeyOf(request) : '',
          request,
          reply,
        } as Call<typeof route>;
        reply.status(status);
        const result = await handler(call);
        if (route.download) return reply;
        if (route.result === undefined) return reply.send();
        if (checkResults && reply.statusCode < 300) {
          const checked = z.safeParse(route.result, result);
          if (!checked.success)
            throw new Error(
              `${route.method} ${route.path} broke its contract: ${z.prettifyError(checked.error)}`,
            );
        }
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(result));
      },
    });
  };
}
