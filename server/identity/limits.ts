import { type Limit, scaleLimits } from '../platform/rate-limits.ts';

const hour = 3600;
export const standardLimits = {
  /** Registration codes to one phone or email, as all that follow are. */
  registrationCodes: { times: 5, seconds: hour },
  /** Log-in codes; apart, so that a stranger who starts registrations can't use up the owner's. */
  signInCodes: { times: 5, seconds: hour },
  /** Recovery codes; apart for the same reason. */
  recoveryCodes: { times: 5, seconds: hour },
  /** Codes to log in with, and to confirm risky operations with. */
  codeLogIns: { times: 5, seconds: hour },
  /** Codes to one new address that somebody wants to bind. */
  contactCodes: { times: 5, seconds: hour },
  stepUpCodes: { times: 10, seconds: hour },
  /** Codes asked for from one address, whatever for. */
  codesByAddress: { times: 20, seconds: hour },
  /** Codes asked for from one known device. */
  codesByDevice: { times: 20, seconds: hour },
  /** Codes to one range of ten thousand numbers. */
  codesByRange: { times: 60, seconds: hour },
  /** All codes together: what a day may cost at most. */
  codesADay: { times: 20_000, seconds: 24 * hour },
  /** Log-ins to one account, counted apart for each device it knows and for all others together. */
  logInsByAccount: { times: 20, seconds: hour },
  logInsByAddress: { times: 100, seconds: hour },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof standardLimits;
export type Limits = Record<LimitName, Limit>;

/** The standard limits, each allowed `factor` times as often. */
export function scaledLimits(factor: number): Limits {
  return scaleLimits(standardLimits, factor);
}

/** Whom an address is counted as: an IPv6 site has at least a /64 to itself, so all of it counts as one. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [left = '', right] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = left === '' ? [] : left.split(':');
  const after = right ? right.split(':') : [];
  while (right !== undefined && groups.length + after.length < 8) groups.push('0');
  const prefix = [...groups, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${prefix.join(':')}::/64`;
}
