import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import type { Limiter } from '../platform/rate-limits.ts';
import type { Sealing } from '../platform/sealing.ts';
import type { ShareTransaction } from '../platform/shared-transactions.ts';
import { cookieNames } from './cookies.ts';
import type { LimitName } from './limits.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { HashPaymentPassword } from './payment-password-hash.ts';

export interface SmsMessage {
  /** A UUID; the same message sent twice carries the same. */
  reference: string;
  /** E.164. */
  to: string;
  text: string;
}

/** What the use cases work with. */
export interface Context {
  platform: Platform;
  limiter: Limiter<LimitName>;
  /** For the writes of a log-in, in whose storms commits would cost more than all else but the hash. */
  shareTransaction: ShareTransaction;
  passwords: PasswordHasher;
  hashPaymentPassword: HashPaymentPassword;
  sealing: Sealing;
  sendSms(message: SmsMessage): Promise<void>;
  sendMail(message: SmsMessage & { subject: string }): Promise<void>;
}

/** Where a request comes from. */
export interface Client {
  address: string;
  userAgent: string;
  /** Of the cookies it carries. */
  deviceToken?: string;
  sessionTokenHash?: string;
  recoveryTokenHash?: string;
}

/** What is kept of a token: it can be recognised, not used. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

export function clientOf(request: FastifyRequest, kind: 'customer' | 'staff'): Client {
  const session = request.cookies[cookieNames[kind]];
  const recovery = request.cookies[cookieNames.recovery];
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    deviceToken: request.cookies[cookieNames.device],
    sessionTokenHash: session && hashToken(session),
    recoveryTokenHash: recovery && hashToken(recovery),
  };
}
