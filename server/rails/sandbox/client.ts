import * as z from 'zod';
import type { Config } from '../../config.ts';
import type { RawCode } from '../rail.ts';

/** What a call over the network came to. `unreachable` is sure not to have arrived; `unanswered` may have. */
export type Answer =
  | { kind: 'answered'; status: number; body: unknown }
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
  /** An object goes as JSON, text as XML. */
  body?: Record<string, unknown> | string,
) => Promise<Answer>;

/** Calls the sandbox; never throws for what the network does. */
export function createSandboxClient({ sandbox, railTimeout }: Config): SandboxClient {
  return async (method, path, body) => {
    const isXml = typeof body === 'string';
    try {
      const response = await fetch(`${sandbox.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${sandbox.key}`,
          ...(body === undefined ? {} : { 'content-type': `application/${isXml ? 'xml' : 'json'}` }),
        },
        ...(body === undefined ? {} : { body: isXml ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(railTimeout),
        redirect: 'error',
      });
      const text = await response.text();
      if (response.status >= 500) return { kind: 'unanswered', reason: `HTTP ${response.status}` };
      const isText = /^(text\/|application\/xml)/.test(response.headers.get('content-type') ?? '');
      return { kind: 'answered', status: response.status, body: isText ? text : JSON.parse(text) };
    } catch (error) {
      const code =
        ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).name;
      return beforeSending.has(code)
        ? { kind: 'unreachable', reason: code }
        : { kind: 'unanswered', reason: code };
    }
  };
}

const refusalSchema = z.object({
  error: z.object({ network: z.string().catch('unknown'), code: z.string().catch('unknown') }),
});

/** The network and code of a refusal, `{error: {network, code}}`. */
export function refusalOf(body: unknown): RawCode {
  const parsed = refusalSchema.safeParse(body);
  return parsed.success ? parsed.data.error : { network: 'unknown', code: 'unknown' };
}
