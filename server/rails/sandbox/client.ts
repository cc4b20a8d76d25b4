import type { Config } from '../../config.ts';

/** What a call over the network came to. `unreachable` is sure not to have arrived; `unanswered` may have. */
export type Answer =
  | { kind: 'answered'; status: number; body: Record<string, unknown> }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'unanswered'; reason: string };

/** Errors that come before a byte of the request is sent. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export type SandboxClient = (
  method: 'GET' | 'POST',
  path: string,
  body?: Record<string, unknown>,
) => Promise<Answer>;

/** Calls the sandbox; never throws for what the network does. */
export function createSandboxClient({ sandbox, railTimeout }: Config): SandboxClient {
  return async (method, path, body) => {
    try {
      const response = await fetch(`${sandbox.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${sandbox.key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(railTimeout),
        redirect: 'error',
      });
      const text = await response.text();
      if (response.status >= 500) return { kind: 'unanswered', reason: `HTTP ${response.status}` };
      return { kind: 'answered', status: response.status, body: JSON.parse(text) as Record<string, unknown> };
    } catch (error) {
      const code =
        ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).name;
      return beforeSending.has(code)
        ? { kind: 'unreachable', reason: code }
        : { kind: 'unanswered', reason: code };
    }
  };
}

/** The network and code of a refusal, `{error: {network, code}}`. */
export function errorOf(body: Record<string, unknown>): { network: string; code: string } {
  const error = (body.error ?? {}) as { network?: unknown; code?: unknown };
  return { network: String(error.network ?? 'unknown'), code: String(error.code ?? 'unknown') };
}
