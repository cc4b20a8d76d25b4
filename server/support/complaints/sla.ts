import type {
  ComplaintCategory,
  ComplaintClockKind,
  ComplaintSeverity,
  ComplaintStatus,
} from '../../../contract/complaint.ts';
import { addBusinessTime, businessDayMilliseconds, businessTimeBetween } from '../calendar.ts';

const hour = 3_600_000;
const day = businessDayMilliseconds;

/** In business time, from when it was opened. */
const promises: Record<ComplaintSeverity, Record<ComplaintClockKind, number>> = {
  critical: { acknowledge: 1 * hour, first_answer: 4 * hour, resolve: 2 * day },
  high: { acknowledge: 2 * hour, first_answer: 1 * day, resolve: 5 * day },
  normal: { acknowledge: 4 * hour, first_answer: 2 * day, resolve: 8 * day },
};

/**
 * A decision in fifteen days of the calendar at the latest, whatever the holidays: the People's Bank's rule for payment
 * institutions (金融消费者权益保护实施办法, order 5 of 2020).
 */
const decisionByLaw = 15 * 24 * hour;

/** The part of its time after which a clock warns. */
const warnAfter = 0.75;

/** While it is in one of these, the customer has the next word, and these clocks stand still. */
const standsStill: ReadonlySet<ComplaintStatus> = new Set(['waiting_customer', 'proposed', 'closed']);
export const pausedClocks = ['first_answer', 'resolve'] as const satisfies ComplaintClockKind[];

export function isPausing(status: ComplaintStatus): boolean {
  return standsStill.has(status);
}

export interface Due {
  dueAt: Date;
  warnAt: Date;
}

/** When a clock that starts at `from` warns, and ends. */
export function dueFrom(from: Date, severity: ComplaintSeverity, kind: ComplaintClockKind): Due {
  const inBusinessTime = addBusinessTime(from, promises[severity][kind]);
  const byLaw = new Date(from.getTime() + decisionByLaw);
  return dueAt(from, kind === 'resolve' && byLaw < inBusinessTime ? byLaw : inBusinessTime);
}

/** When a clock that stood still and goes on at `now` with what it had left warns, and ends. */
export function dueAfterPause(now: Date, leftMilliseconds: number): Due {
  return leftMilliseconds <= 0
    ? { dueAt: now, warnAt: now }
    : dueAt(now, addBusinessTime(now, leftMilliseconds));
}

function dueAt(from: Date, end: Date): Due {
  return { dueAt: end, warnAt: addBusinessTime(from, businessTimeBetween(from, end) * warnAfter) };
}

/** How grave a complaint is until a person has looked: money and security come first. */
export function firstSeverity(category: ComplaintCategory): ComplaintSeverity {
  if (category === 'security') return 'critical';
  return category === 'payment' || category === 'refund' || category === 'account' ? 'high' : 'normal';
}

/** Days of the calendar that the customer has for their word: then a reminder, then it is closed without one. */
export const remindAfter = 5 * 24 * hour;
export const closeAfter = 14 * 24 * hour;
/** After closing, the customer is asked whether it is solved; the answer is taken for this long. */
export const followUpAfter = 3 * 24 * hour;
export const followUpOpen = 30 * 24 * hour;
