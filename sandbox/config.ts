import { z } from 'zod';
import { type Authenticator, authenticatorSchema } from './authenticators.ts';

/** How long things take outside. Tests shorten these; the environment does not reach them. */
export interface Timing {
  /** From 'accepted' to the final answer of a bank transfer that is not instant. */
  settlementMs: number;
  /** How late the callback comes for a request whose answer never came. */
  noAnswerCallbackMs: number;
  /** Waits before the second, third… attempt of a callback; after the last one it is given up. */
  callbackRetryMs: number[];
}

export interface Config {
  port: number;
  host: string;
  /** Folder of the journal. */
  data: string;
  /** Bearer token the caller presents on the API. */
  key: string;
  callbackUrl?: string;
  /** HMAC secret of the callbacks; its UTF-8 bytes are the key. */
  callbackSecret: string;
  /** Authenticator apps that the page shows, for those whose phones are not at hand. */
  authenticators: Authenticator[];
  timing: Timing;
}

const second = 1000;
const minute = 60 * second;

export const TIMING: Timing = {
  settlementMs: 5 * second,
  noAnswerCallbackMs: 30 * second,
  callbackRetryMs: [
    second,
    2 * second,
    5 * second,
    10 * second,
    30 * second,
    minute,
    5 * minute,
    15 * minute,
    60 * minute,
    240 * minute,
  ],
};

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const environment = z.object({
  UPAY_SANDBOX_PORT: z.coerce
    .number('must be a port number')
    .int('must be a port number')
    .min(0, 'must be 0 to 65535')
    .max(65535, 'must be 0 to 65535')
    .default(8081),
  UPAY_SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  UPAY_SANDBOX_DATA: z.string().min(1).default('./data/sandbox'),
  UPAY_SANDBOX_KEY: z.string().min(1).default('sandbox-key'),
  UPAY_SANDBOX_CALLBACK_URL: url.optional(),
  UPAY_SANDBOX_CALLBACK_SECRET: z.string().min(1).default('sandbox-callback-secret'),
  UPAY_SANDBOX_AUTHENTICATORS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return z.array(authenticatorSchema).parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON list of {account, secret}' });
        return z.NEVER;
      }
    }),
});

/** Reads the environment; throws one sentence naming the first variable that is wrong. An empty variable counts as unset. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`The sandbox cannot start: ${String(issue?.path[0])} ${issue?.message}.`);
  }
  const values = parsed.data;
  return {
    port: values.UPAY_SANDBOX_PORT,
    host: values.UPAY_SANDBOX_HOST,
    data: values.UPAY_SANDBOX_DATA,
    key: values.UPAY_SANDBOX_KEY,
    callbackUrl: values.UPAY_SANDBOX_CALLBACK_URL,
    callbackSecret: values.UPAY_SANDBOX_CALLBACK_SECRET,
    authenticators: values.UPAY_SANDBOX_AUTHENTICATORS,
    timing: TIMING,
  };
}
