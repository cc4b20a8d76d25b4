import type * as z from 'zod/mini';
import type { ErrorCode } from './problem.ts';

/** The header of what a page reads by itself, with nobody doing anything: it is no use of the session, which may so end. */
export const backgroundHeader = 'upay-background';

/** What an API key may be allowed: `write` includes `read`. */
export const merchantScopes = [
  'checkout.read',
  'checkout.write',
  'refunds.read',
  'refunds.write',
  'payouts.read',
  'payouts.write',
  'webhooks.read',
  'webhooks.write',
  'disputes.read',
  'disputes.write',
] as const;
export type MerchantScope = (typeof merchantScopes)[number];

/** Who may call: anybody, a customer's session, a staff session, a merchant's API key. */
export type Caller = 'public' | 'customer' | 'staff' | 'merchant';
type Schema = z.ZodMiniType;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters, each a key of `params`. */
  readonly path: `/api/${string}`;
  readonly caller: Caller;
  readonly summary: string;
  /** What a merchant's API key must be allowed to do. */
  readonly scope?: MerchantScope;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** The body is a file, as it is (application/octet-stream). */
  readonly upload?: { readonly maximumBytes: number };
  /** The answer is a file; the handler sends it. */
  readonly download?: true;
  /** The body of a success; absent means 204 and no body. */
  readonly result?: Schema;
  /** Status of a success when it is not 200 (with a result) or 204 (without). */
  readonly status?: number;
  /** The Idempotency-Key header is required. */
  readonly idempotent?: true;
  readonly errors: readonly ErrorCode[];
}

/** Declares a route; the constant itself is what server, web and OpenAPI share. */
export function route<const R extends Route>(definition: R): R {
  return definition;
}

type Input<S> = S extends Schema ? z.input<S> : undefined;
type Output<S> = S extends Schema ? z.output<S> : undefined;
export type ParamsOf<R extends Route> = Output<R['params']>;
export type QueryOf<R extends Route> = Output<R['query']>;
export type BodyOf<R extends Route> = R extends { upload: object } ? Uint8Array : Output<R['body']>;
export type ResultOf<R extends Route> = Output<R['result']>;
/** What a client sends. */
export interface RequestOf<R extends Route> {
  params: Input<R['params']>;
  query: Input<R['query']>;
  body: R extends { upload: object } ? Blob : Input<R['body']>;
}
