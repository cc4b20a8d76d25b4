import type { LockState } from '../../contract/recovery.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { waitOf } from './lock-time.ts';
import type { Context } from './context.ts';
import { type Notice, tell } from './notices.ts';
import { deleteAttemptsOfSubject } from './queries/attempts.ts';
import { type AuditEntry, insertAudit } from './queries/audit.ts';
import { selectCustomers } from './queries/customers.ts';
import {
  countLocks,
  deleteSessionsOf,
  freePaymentPassword,
  insertLocks,
  liftLocks,
  noEnd,
  reduceLimits,
  selectLocks,
} from './queries/locks.ts';
import { lockCustomer } from './queries/recoveries.ts';
import { laneOf } from './attempts.ts';

const hour = 60 * 60_000;
const month = 30 * 24 * hour;
/** How long an account that was just recovered pays less. */
const reducedMilliseconds = 24 * hour;

/** Who did it, as the audit is told. */
export type Doer = Pick<AuditEntry, 'staffId' | 'sessionId' | 'conversationId' | 'deviceId' | 'address'> & {
  /** How they were known: the app's session, a code at the help page or the hotline, a member of staff, a rule. */
  via: 'app' | 'code' | 'hotline' | 'staff' | 'rule';
  /** Of staff: what allows it. The database takes nothing of theirs without. */
  accountActionId?: string;
};

/** Locks for a time after wrong passwords on a device that the customer knows; how long, the guesses decided. */
export async function lockForWrongPassword(
  context: Context,
  tx: Transaction,
  lock: { customerId: string; until: Date; address: string; deviceId: string },
): Promise<void> {
  const { customerId, until, address, deviceId } = lock;
  const at = context.platform.clock.now();
  await insertLocks(tx, [
    { id: newId(), customerId, reason: 'wrong_password', details: { address, deviceId }, at, until },
  ]);
  await told(context, tx, [customerId], 'account.locked', 'account_locked', { reason: 'wrong_password' });
}

/**
 * Locks accounts whose transactions are not like their owner's, for a time that grows with each such lock of a month.
 * @param details what was unusual, in codes and counts
 */
export async function lockForAbnormalTransactions(
  context: Context,
  tx: Transaction,
  accounts: ReadonlyArray<{ customerId: string; details: Record<string, unknown> }>,
): Promise<void> {
  if (accounts.length === 0) return;
  const at = context.platform.clock.now();
  const ids = accounts.map(({ customerId }) => customerId);
  const reason = 'abnormal_transactions';
  const before = await countLocks(tx, ids, reason, new Date(at.getTime() - month));
  await insertLocks(
    tx,
    accounts.map(({ customerId, details }) => {
      const until = new Date(at.getTime() + waitOf((before.get(customerId) ?? 0) + 1));
      return { id: newId(), customerId, reason, details, at, until };
    }),
  );
  await insertAudit(
    tx,
    accounts.map(({ customerId, details }) => ({
      at,
      action: 'account.locked',
      customerId,
      details: { reason, ...details },
    })),
  );
  await told(context, tx, ids, 'account.locked', 'account_locked_abnormal', { reason });
}

/** 挂失: every session ends and nothing can be paid until the owner lifts it. Freezing twice changes nothing. */
export async function freeze(
  context: Context,
  tx: Transaction,
  customerId: string,
  { via, accountActionId, ...by }: Doer,
): Promise<void> {
  const at = context.platform.clock.now();
  const { locks } = await selectLocks(tx, customerId, at);
  const wasFrozen = locks.some(({ reason }) => reason === 'frozen');
  if (!wasFrozen)
    await insertLocks(tx, [{ id: newId(), customerId, reason: 'frozen', details: { via }, at, until: null }]);
  const endedSessions = await deleteSessionsOf(tx, customerId);
  if (wasFrozen) return;
  await insertAudit(tx, [
    { at, action: 'account.frozen', customerId, ...by, details: { via, endedSessions, accountActionId } },
  ]);
  await told(context, tx, [customerId], 'account.frozen', 'account_frozen', { via });
}

/**
 * Ends locks that would end by themselves, lets both passwords be tried anew, and lowers the limits for a day. A freeze
 * stays. @returns whether anything was locked
 */
export async function unlock(
  context: Context,
  tx: Transaction,
  customerId: string,
  { via, accountActionId, ...by }: Doer,
): Promise<boolean> {
  const at = context.platform.clock.now();
  const lifted = await liftLocks(tx, customerId, ['wrong_password', 'abnormal_transactions'], at);
  const freed = await freePaymentPassword(tx, customerId, at);
  await forgetGuesses(context, tx, customerId);
  if (lifted === 0 && !freed) return false;
  await reduceLimits(tx, customerId, new Date(at.getTime() + reducedMilliseconds));
  await insertAudit(tx, [
    {
      at,
      action: 'account.unlocked',
      customerId,
      ...by,
      details: { via, lifted, paymentPassword: freed, accountActionId },
    },
  ]);
  await told(context, tx, [customerId], 'account.unlocked', 'account_unlocked', { via });
  return true;
}

/**
 * Ends a freeze, and lowers the limits for a day.
 * @param asOf a freeze after it stays: who agreed before it was made did not agree to lift it
 * @returns whether it was frozen
 */
export async function unfreeze(
  context: Context,
  tx: Transaction,
  customerId: string,
  { via, accountActionId, ...by }: Doer,
  asOf?: Date,
): Promise<boolean> {
  const at = context.platform.clock.now();
  // Freezing and lifting change the customer's row too, so that neither comes in between.
  await lockCustomer(tx, customerId);
  const frozen = (await selectLocks(tx, customerId, at)).locks.find(({ reason }) => reason === 'frozen');
  if (frozen === undefined || (asOf !== undefined && frozen.locked_at > asOf)) return false;
  await liftLocks(tx, customerId, ['frozen'], at);
  await reduceLimits(tx, customerId, new Date(at.getTime() + reducedMilliseconds));
  await insertAudit(tx, [
    { at, action: 'account.unfrozen', customerId, ...by, details: { via, accountActionId } },
  ]);
  await told(context, tx, [customerId], 'account.unfrozen', 'account_unfrozen', { via });
  return true;
}

/** Every device is logged out. @returns whether any was logged in */
export async function endSessions(
  context: Context,
  tx: Transaction,
  customerId: string,
  { via, accountActionId, ...by }: Doer,
): Promise<boolean> {
  const at = context.platform.clock.now();
  const endedSessions = await deleteSessionsOf(tx, customerId);
  if (endedSessions === 0) return false;
  const details = { via, endedSessions, accountActionId };
  await insertAudit(tx, [{ at, action: 'sessions.ended', customerId, ...by, details }]);
  await tell(context, tx, [{ customerId, notice: 'sessions_ended' }]);
  return true;
}

/** Whatever was guessed at the account's login password, from wherever, no longer counts. */
export async function forgetGuesses(context: Context, tx: Transaction, customerId: string): Promise<void> {
  const [customer] = await selectCustomers(tx, [customerId]);
  if (customer === undefined) throw new ProblemError('not_found');
  for (const address of [customer.phone, customer.email])
    if (address !== null) await deleteAttemptsOfSubject(tx, laneOf(context, 'customer', address).subject);
}

/** For the proven owner and for staff: what is locked, why, until when. */
export async function lockState(q: Queryable, customerId: string, now: Date): Promise<LockState> {
  const { locks, paymentPasswordUntil } = await selectLocks(q, customerId, now);
  return {
    locks: locks.map(({ reason, locked_at: lockedAt, until }) => ({
      reason,
      lockedAt: lockedAt.toISOString(),
      ...(until === null ? {} : { until: until.toISOString() }),
    })),
    ...(paymentPasswordUntil === null
      ? {}
      : { paymentPasswordLockedUntil: paymentPasswordUntil.toISOString() }),
  };
}

/** Until when an account is locked as others are told; a freeze has no such time. */
export function endOf(lockedUntil: Date | null): Date | undefined {
  return lockedUntil === null || lockedUntil.getTime() === noEnd.getTime() ? undefined : lockedUntil;
}

async function told(
  context: Context,
  tx: Transaction,
  customerIds: readonly string[],
  topic: string,
  notice: Notice,
  payload: Record<string, unknown>,
): Promise<void> {
  context.platform.events.append(
    tx,
    customerIds.map((subjectId) => ({ topic, subjectId, payload })),
  );
  await tell(
    context,
    tx,
    customerIds.map((customerId) => ({ customerId, notice })),
  );
}
