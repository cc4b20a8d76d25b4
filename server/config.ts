import * as z from 'zod';

const environment = z.object({
  UPAY_HOST: z.string().default('127.0.0.1'),
  UPAY_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  UPAY_PUBLIC_URL: z.url().optional(),
  UPAY_DATABASE_URL: z.string().min(1),
  UPAY_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(20),
  UPAY_PEPPER: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length >= 32, 'needs 32 bytes in base64'),
  UPAY_SEALING_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length >= 32, 'needs 32 bytes in base64')
    .optional(),
  UPAY_SANDBOX_URL: z.url(),
  UPAY_SANDBOX_KEY: z.string().min(1),
  UPAY_SANDBOX_CALLBACK_SECRET: z.string().min(1),
  UPAY_STRIPE_SECRET_KEY: z.string().min(1).optional(),
  UPAY_STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  UPAY_STRIPE_URL: z.url().default('https://api.stripe.com'),
  UPAY_MODEL_URL: z.url().optional(),
  UPAY_MODEL_KEY: z.string().min(1).optional(),
  UPAY_MODEL_NAME: z.string().min(1).optional(),
  UPAY_MODEL_TIMEOUT: z.coerce.number().int().min(100).max(30_000).default(4_000),
  UPAY_BANK_ACCOUNT_NAME: z.string().min(1).max(70).default('UPay 客户备付金'),
  UPAY_BANK_ACCOUNT_NUMBER: z.string().min(1).max(34).default('1109000000000001'),
  UPAY_RAIL_TIMEOUT: z.coerce.number().int().min(50).max(60_000).default(8_000),
  UPAY_SEAL_HEADS: z.string().optional(),
  UPAY_FILES: z.string().default('data/files'),
  UPAY_S3_URL: z.url().optional(),
  UPAY_S3_REGION: z.string().min(1).default('us-east-1'),
  UPAY_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  UPAY_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  UPAY_WEB_ROOT: z.string().optional(),
  UPAY_DEMO_SHOP_KEY: z.string().optional(),
  UPAY_WEBHOOK_LOOPBACK: z.string().default(''),
  UPAY_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  UPAY_CODE_COUNTRIES: z.string().default('CN,HK,MO,TW,SG,MY,JP,KR,GB,AU,US,CA'),
  UPAY_TRUSTED_PROXIES: z.string().default(''),
  UPAY_RATE_LIMIT_FACTOR: z.coerce.number().int().min(1).max(1_000_000).default(1),
  UPAY_CHECK_RESULTS: z.stringbool().default(false),
});

export interface Config {
  host: string;
  port: number;
  /** Where customers reach this server; links and origin checks use it. */
  publicUrl: string;
  /** Where this server reaches itself: the demo shop, a merchant that happens to live here, calls the API there. */
  ownUrl: string;
  databaseUrl: string;
  databaseConnections: number;
  /** Keys every hash that must not be computable from the database alone. */
  pepper: Buffer;
  /** Seals what must be read again, such as authenticators' secrets; the pepper, when no key of its own is given. */
  sealingKey: Buffer;
  sandbox: { url: string; key: string; callbackSecret: string };
  /** Cards go through Stripe when its keys are set. */
  stripe: { secretKey: string; webhookSecret: string; url: string } | undefined;
  /** Puts the assistant’s answers into other words, when its address and name are set. */
  languageModel:
    | { url: string; key: string | undefined; name: string; timeoutMilliseconds: number }
    | undefined;
  /** Ours at the bank, where customers’ transfers arrive and payouts leave from. */
  bankAccount: { name: string; number: string };
  /** How long a rail may take to answer before its outcome is unknown, in milliseconds. */
  railTimeout: number;
  /** File, apart from the database, that keeps the head of every seal of an append-only log. */
  sealHeadsFile: string | undefined;
  /** Of what customers, merchants and staff upload. */
  files:
    | { folder: string }
    | { s3: { url: string; region: string; accessKeyId: string; secretAccessKey: string } };
  /** Folder of the built web apps; absent means no pages are served. */
  webRoot: string | undefined;
  demoShopKey: string | undefined;
  /** Origins on this very machine that may receive webhooks, such as the demo shop's; every other private address is refused. */
  webhookLoopback: string[];
  logLevel: string;
  /** Countries (ISO 3166) whose phones codes are sent to. */
  codeCountries: string[];
  /** Addresses whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Multiplies every limit on how often an address or account may ask; for tests and benches, which come from one address. */
  rateLimitFactor: number;
  /** Check every answer against the contract (tests). */
  checkResults: boolean;
}

/** An address to call for an address to listen on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Its key and its webhook's secret come together: without the latter nothing it tells could be believed. */
function stripeOf(value: z.infer<typeof environment>): Config['stripe'] {
  const { UPAY_STRIPE_SECRET_KEY: secretKey, UPAY_STRIPE_WEBHOOK_SECRET: webhookSecret } = value;
  if (secretKey === undefined && webhookSecret === undefined) return undefined;
  if (secretKey === undefined || webhookSecret === undefined)
    throw new Error(
      'The configuration is not valid: UPAY_STRIPE_SECRET_KEY and UPAY_STRIPE_WEBHOOK_SECRET must both be set, or neither',
    );
  return { secretKey, webhookSecret, url: value.UPAY_STRIPE_URL.replace(/\/$/, '') };
}

/** In the folder, unless a bucket is named. */
function filesOf(value: z.infer<typeof environment>): Config['files'] {
  const {
    UPAY_S3_URL: url,
    UPAY_S3_ACCESS_KEY_ID: accessKeyId,
    UPAY_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = value;
  if (url === undefined && accessKeyId === undefined && secretAccessKey === undefined)
    return { folder: value.UPAY_FILES };
  if (url === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error(
      'The configuration is not valid: UPAY_S3_URL, UPAY_S3_ACCESS_KEY_ID and UPAY_S3_SECRET_ACCESS_KEY must all be set, or none',
    );
  return { s3: { url: url.replace(/\/$/, ''), region: value.UPAY_S3_REGION, accessKeyId, secretAccessKey } };
}

function languageModelOf(value: z.infer<typeof environment>): Config['languageModel'] {
  const { UPAY_MODEL_URL: url, UPAY_MODEL_NAME: name, UPAY_MODEL_KEY: key } = value;
  if (url === undefined && name === undefined && key === undefined) return undefined;
  if (url === undefined || name === undefined)
    throw new Error(
      'The configuration is not valid: UPAY_MODEL_URL and UPAY_MODEL_NAME must both be set for a language model',
    );
  return { url: url.replace(/\/$/, ''), key, name, timeoutMilliseconds: value.UPAY_MODEL_TIMEOUT };
}

/** Reads the environment once. Throws one sentence that names each wrong variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not valid: ${faults.join('; ')}`);
  }
  const value = parsed.data;
  return {
    host: value.UPAY_HOST,
    port: value.UPAY_PORT,
    publicUrl: (value.UPAY_PUBLIC_URL ?? `http://localhost:${value.UPAY_PORT}`).replace(/\/$/, ''),
    ownUrl: `http://${reachable(value.UPAY_HOST)}:${value.UPAY_PORT}`,
    databaseUrl: value.UPAY_DATABASE_URL,
    databaseConnections: value.UPAY_DATABASE_CONNECTIONS,
    pepper: Buffer.from(value.UPAY_PEPPER, 'base64'),
    sealingKey: Buffer.from(value.UPAY_SEALING_KEY ?? value.UPAY_PEPPER, 'base64'),
    sandbox: {
      url: value.UPAY_SANDBOX_URL.replace(/\/$/, ''),
      key: value.UPAY_SANDBOX_KEY,
      callbackSecret: value.UPAY_SANDBOX_CALLBACK_SECRET,
    },
    stripe: stripeOf(value),
    languageModel: languageModelOf(value),
    bankAccount: { name: value.UPAY_BANK_ACCOUNT_NAME, number: value.UPAY_BANK_ACCOUNT_NUMBER },
    railTimeout: value.UPAY_RAIL_TIMEOUT,
    sealHeadsFile: value.UPAY_SEAL_HEADS,
    files: filesOf(value),
    webRoot: value.UPAY_WEB_ROOT,
    demoShopKey: value.UPAY_DEMO_SHOP_KEY,
    webhookLoopback: value.UPAY_WEBHOOK_LOOPBACK.split(',').filter(Boolean),
    logLevel: value.UPAY_LOG_LEVEL,
    codeCountries: value.UPAY_CODE_COUNTRIES.split(',')
      .map((code) => code.trim())
      .filter(Boolean),
    trustedProxies: value.UPAY_TRUSTED_PROXIES.split(',').filter(Boolean),
    rateLimitFactor: value.UPAY_RATE_LIMIT_FACTOR,
    checkResults: value.UPAY_CHECK_RESULTS,
  };
}

/** The migrations need only the database; the rest of the configuration may be absent. */
export function readDatabaseUrl(env: Record<string, string | undefined> = process.env): string {
  const url = env.UPAY_DATABASE_URL;
  if (!url) throw new Error('UPAY_DATABASE_URL is not set; it says which database to use.');
  return url;
}
