import type { Problem } from '../../contract/problem.ts';
import { backgroundHeader, type RequestOf, type ResultOf, type Route } from '../../contract/route.ts';
import { pageLocale } from './i18n/i18n.ts';
import { actedWithin } from './presence.ts';

/** Long enough for a slow bank; after it the outcome of a command is unknown. */
const TIMEOUT_MS = 30_000;
/** What is read so soon after somebody did something is read for them. */
const BY_HAND_MS = 5_000;

/** The server refused. `code` is stable, `message` is in the page's language, `problem` has the rest. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  readonly status: number;
  readonly code: Problem['code'];

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.status = problem.status;
    this.code = problem.code;
  }
}

/** Whether what an address names is not there: no such thing (404), or no such name (422). Trying again does not help. */
export function isNothingThere(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 422);
}

/** No answer came: nothing was sent, or it was and the answer was lost. A command may have been carried out. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

/** Whether a command may have been carried out although it failed here: ask again only with the same key. */
export function isUncertain(error: unknown): boolean {
  return error instanceof OfflineError || (error instanceof ApiProblem && error.status >= 500);
}

let signedOut: () => void = () => {};

/** What an app does when the server says that nobody is logged in: it shows its log-in screen. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

// A part a route declares must be given, unless everything in it is optional.
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: undefined }
  : object extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };
type KeyPart<R extends Route> = R extends { idempotent: true }
  ? { idempotencyKey: string }
  : { idempotencyKey?: undefined };
export type CallRequest<R extends Route> = Part<'params', RequestOf<R>['params']> &
  Part<'query', RequestOf<R>['query']> &
  Part<'body', RequestOf<R>['body']> &
  KeyPart<R> & { signal?: AbortSignal; stepUpId?: string };
type Arguments<R extends Route> =
  object extends CallRequest<R> ? [request?: CallRequest<R>] : [request: CallRequest<R>];

interface AnyRequest {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Of a confirmation given for exactly this request (contract/step-up.ts). */
  stepUpId?: string;
}

/**
 * Calls a route of the contract: `await call(getPayment, { params: { id } })`. Throws ApiProblem when the server
 * refuses, OfflineError when no answer came, and the signal's reason (AbortError) when the caller gave up.
 */
export async function call<R extends Route>(
  route: R,
  ...[request = {} as CallRequest<R>]: Arguments<R>
): Promise<ResultOf<R>> {
  const { params, query, body, idempotencyKey, signal, stepUpId } = request as AnyRequest;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': pageLocale() };
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;

  if (stepUpId !== undefined) headers['upay-step-up'] = stepUpId;
  if (route.method === 'GET' && !actedWithin(BY_HAND_MS)) headers[backgroundHeader] = '1';

  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address(route.path, params, query), {
      method: route.method,
      headers,
      body: body === undefined || isFile ? body : JSON.stringify(body),
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new OfflineError(route.path, { cause: error });
  }
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as ResultOf<R>;

  const problem = readProblem(response.status, text);
  if (problem.code === 'not_signed_in') signedOut();
  throw new ApiProblem(problem);
}

function address(path: string, params: AnyRequest['params'], query: AnyRequest['query']): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** What refused may be a proxy that knows no problem+json. */
function readProblem(status: number, text: string): Problem {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isProblem(parsed)) return parsed;
  } catch {
    // Not JSON.
  }
  return {
    type: 'about:blank',
    title:
      pageLocale() === 'en'
        ? 'The service is unavailable for now; please try again.'
        : '服务暂时不可用，请稍后再试。',
    status: Math.max(status, 500),
    code: 'service_unavailable',
  };
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, status, title } = value as Partial<Problem>;
  return typeof code === 'string' && typeof status === 'number' && typeof title === 'string';
}
