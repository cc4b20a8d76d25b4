import { pino, type Logger } from 'pino';

export type { Logger };

/** Secrets are never logged: what could carry one is cut out by name, at any of the depths we log at. */
const secrets = [
  'password',
  'paymentPassword',
  'code',
  'cvc',
  'number',
  'accountNumber',
  'token',
  'authorization',
  'cookie',
];

export function createLog(level: string): Logger {
  return pino({
    level,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  });
}
