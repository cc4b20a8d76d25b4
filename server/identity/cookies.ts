import type { FastifyReply } from 'fastify';

/** `__Host-`: the browser takes them over a secure connection only, for this host only, for every path. */
export const cookieNames = {
  customer: '__Host-upay-session',
  staff: '__Host-upay-staff',
  device: '__Host-upay-device',
  recovery: '__Host-upay-recovery',
} as const;

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** Browsers keep no cookie longer; each log-in renews it. */
const deviceSeconds = 400 * 24 * 60 * 60;

export function setCookie(
  reply: FastifyReply,
  name: keyof typeof cookieNames,
  token: string,
  seconds: number = deviceSeconds,
): void {
  reply.setCookie(cookieNames[name], token, { ...attributes, maxAge: seconds });
}

export function clearCookie(reply: FastifyReply, name: keyof typeof cookieNames): void {
  reply.clearCookie(cookieNames[name], attributes);
}
