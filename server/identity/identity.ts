import type { FastifyRequest } from 'fastify';
import type { Challenge, Staff } from '../../contract/identity.ts';
import type { CheckUp } from '../../contract/contacts.ts';
import type { LockState, RecoveryAction, RecoveryStep } from '../../contract/recovery.ts';
import type { MaskedField } from '../../contract/staff.ts';
import type { Language } from '../../contract/text.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Authenticators, Callers, Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import type { ProblemError } from '../platform/problem.ts';
import { createSharedLimiter } from '../platform/rate-limits.ts';
import { createSealing } from '../platform/sealing.ts';
import { createSharedTransactions } from '../platform/shared-transactions.ts';
import { clientOf, type Context, type SmsMessage } from './context.ts';
import { checkUp } from './check-up.ts';
import { defineContactChanges } from './contacts.ts';
import { findCustomer, readCustomers } from './customers.ts';
import { type DailyLimit, setDailyLimit } from './daily-limit.ts';
import { type Limits, standardLimits } from './limits.ts';
import {
  type Doer,
  endSessions,
  freeze,
  lockForAbnormalTransactions,
  lockState,
  unfreeze,
  unlock,
} from './locks.ts';
import { defineNotices, type SupportNotice, tell } from './notices.ts';
import { createPasswordHasher } from './password-hash.ts';
import { createPersonalData, type PersonalData } from './personal-data.ts';
import { remindOfCheckUps, remindOfOldPasswords } from './reminders.ts';
import { createPaymentPasswordHash } from './payment-password-hash.ts';
import { type AuditEntry, auditLog, insertAudit } from './queries/audit.ts';
import type { LockReason } from './queries/locks.ts';
import { customerSessionExists, sweep } from './queries/sessions.ts';
import { selectStaff } from './queries/staff.ts';
import { assistRecovery } from './recovery/assist.ts';
import { freezeByTelephone } from './recovery/hotline.ts';
import { recoveryProgress } from './recovery/progress.ts';
import { type Recovering, requireRecovering } from './recovery/recover.ts';
import { registerRecoveryRoutes } from './recovery/routes.ts';
import { startRecovery } from './recovery/start.ts';
import { registerLogInRoutes } from './log-in-routes.ts';
import { registerRoutes } from './routes.ts';
import { registerSecurityRoutes } from './security-routes.ts';
import { registerStaffRoutes } from './staff-routes.ts';
import { unmask } from './unmask.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { createSessionReaders, type EndedSessions } from './sessions.ts';
import { createStaffAdministration, type StaffAdministration } from './staff-invitations.ts';
import { consumeStepUps, type Operation, type StepUpResult, stepUpRequired } from './step-ups.ts';
import { createStaff } from './staff.ts';
import { createVerifications, type Verifications } from './verifications.ts';
import { lockPaymentPasswords } from './verify-payment-passwords.ts';

export { scaledLimits } from './limits.ts';
export type { Approvals, ApprovalRequest, ApprovedAction } from './approvals.ts';
export type { Verifications } from './verifications.ts';
export { assertStaffMay, staffMay } from './permissions.ts';
export { insertAudit as appendAudit } from './queries/audit.ts';
export type { AuditEntry } from './queries/audit.ts';
export type { Doer } from './locks.ts';
export type { Recovering } from './recovery/recover.ts';
export type { PersonalDataSection } from './personal-data.ts';

export interface CustomerProfile {
  id: string;
  name: string;
  /** What a payer is shown before confirming: *三. */
  maskedName: string;
  /** E.164; who registered by email may have none. */
  phone?: string;
  /** 138****8000, or l***@example.com where there is no phone. */
  maskedContact: string;
  language: Language;
  status: 'active' | 'locked';
  /** Present while locked for a time; a freeze has no end of its own. */
  lockedUntil?: Date;
  /** Why, while locked. */
  lockReason?: LockReason;
  /** Present while the account pays less, after a recovery. */
  reducedLimitsUntil?: Date;
  /** Most they may send a day, where support and they have agreed on one; minor units. */
  dailyLimit?: bigint;
  hasPaymentPassword: boolean;
  registeredAt: Date;
  lastSignInAt?: Date;
}

export interface PaymentPasswordEntry {
  customerId: string;
  paymentPassword: string;
}

/** `locked`: the payment password or the whole account is locked; a guess is then neither checked nor counted. */
export type PaymentPasswordResult =
  | { result: 'correct' }
  | { result: 'incorrect'; triesLeft: number }
  | { result: 'locked'; until: Date }
  | { result: 'not_set' };

export interface LockedPaymentPasswords {
  /**
   * Checks payment passwords in order, one result an entry: five wrong, then locked for a time that grows; a right one
   * starts anew. The caller must let the transaction commit after a wrong guess, or it has not been counted.
   */
  verify(entries: readonly PaymentPasswordEntry[]): Promise<PaymentPasswordResult[]>;
  /** Whether the customer has one that is not locked: what may be done without it needs at least that. */
  isUsable(customerId: string): boolean;
}

export interface NewStaff {
  email: string;
  name: string;
  role: Staff['role'];
  password: string;
  /** Base32; in force at once. Without it they can't log in before an invitation set one up. */
  authenticatorSecret?: string;
}

export interface Identity {
  /** Prove a customer's or a member of staff's session, or throw not_signed_in. Nothing is cached. */
  authenticators: Pick<Authenticators, 'customer' | 'staff'>;
  /** The same without counting as use, for who only keeps a socket open: an idle session must end. */
  watchers: Pick<Authenticators, 'customer' | 'staff'>;
  /** Proves the sessions of open sockets again, all in one statement. */
  endedSessions: EndedSessions;
  /** Whether a customer's log-in still stands, for what was given out under it. */
  isLoggedIn(q: Queryable, sessionId: string): Promise<boolean>;
  /** By id; ids nobody has are left out. */
  customers(q: Queryable, ids: readonly string[]): Promise<Map<string, CustomerProfile>>;
  /** By what is bound, as typed; the contact shown is the one they were found by, and no other. */
  findCustomer(
    q: Queryable,
    named: { phone: string } | { email: string },
  ): Promise<CustomerProfile | undefined>;
  staffNames(q: Queryable, ids: readonly string[]): Promise<Map<string, string>>;
  /**
   * Locks the customers' payment passwords, in customer id order, until `tx` ends, so parallel guesses count one by one.
   * What else a customer's payments are decided on may be read after it: payments of one customer pass here one at a time.
   */
  lockPaymentPasswords(tx: Transaction, customerIds: readonly string[]): Promise<LockedPaymentPasswords>;
  /** A new member of staff; for setting up, there is no public route. Throws conflict for an email in use. */
  createStaff(staff: NewStaff): Promise<Staff>;
  /** Invites, resets and disables; for the command line. */
  staffAdministration: StaffAdministration;
  /** The one log of who did what to accounts; append-only, sealed, written in the transaction of what it tells. */
  audit: { append(q: Queryable, entries: readonly AuditEntry[]): Promise<void> };
  approvals: Approvals;
  verifications: Verifications;
  /** How well an account is protected: a score, and what would raise it. */
  checkUp(q: Queryable, customerId: string): Promise<CheckUp>;
  /** What a customer may take along and have erased; each module contributes its part. */
  personalData: Pick<PersonalData, 'contribute'>;
  /** Risky operations asked for again. */
  stepUps: {
    /** The refusal that asks for it: step_up_required, with the ways there are. */
    required(caller: Callers['customer'], operation: Operation): Promise<ProblemError>;
    /** What requests bring along (caller.stepUpId), used up: each counts for exactly its operation, in the session it was given in. */
    consume(
      tx: Transaction,
      asked: ReadonlyArray<{
        stepUpId: string;
        caller: Callers['customer'];
        operation: Pick<Operation, 'name' | 'parts'>;
      }>,
    ): Promise<StepUpResult[]>;
  };
  /** What locks accounts and what ends it; all in the caller's transaction, told to the owner at every bound address. */
  locks: {
    stateOf(q: Queryable, customerId: string): Promise<LockState>;
    /** For a time that grows; `details` says what was unusual, in codes and counts. */
    lockForAbnormalTransactions(
      tx: Transaction,
      accounts: ReadonlyArray<{ customerId: string; details: Record<string, unknown> }>,
    ): Promise<void>;
    /** 挂失: ends every session, stops all payments until it is lifted. */
    freeze(tx: Transaction, customerId: string, by: Doer): Promise<void>;
    /** Each says whether there was anything to end; limits are low for a day then. */
    unlock(tx: Transaction, customerId: string, by: Doer): Promise<boolean>;
    /** A freeze made after `asOf` stays. */
    unfreeze(tx: Transaction, customerId: string, by: Doer, asOf?: Date): Promise<boolean>;
    /** Logs every device out. @returns whether any was logged in */
    endSessions(tx: Transaction, customerId: string, by: Doer): Promise<boolean>;
  };
  /** An agent starts a recovery: a word to the bound addresses. Throws too_many_requests. */
  assistRecovery(tx: Transaction, customerId: string, by: Doer): Promise<void>;
  /**
   * Proves who is in a recovery, by its cookie; for an action, that they have proven there what it takes.
   * @throws recovery_over, more_proof_needed
   */
  recovering(request: FastifyRequest, action?: RecoveryAction): Promise<Recovering>;
  /** How far the owner has come with a recovery since then, oldest first: never what it was proven with. */
  recoveryProgress(
    q: Queryable,
    customerId: string,
    since: Date,
  ): Promise<Array<{ step: RecoveryStep; at: Date }>>;
  /** The most they may send a day, in the place of the standard limit; told to the owner. */
  setDailyLimit(tx: Transaction, customerId: string, limit: DailyLimit, by: Doer): Promise<void>;
  /** Tells the owner, at every bound address, what support did that no other part of identity tells of. */
  notify(tx: Transaction, customerId: string, notice: SupportNotice): Promise<void>;
  /**
   * Freezing by telephone: a code to the phone of the account, answered on the keypad. The first answer tells nothing about
   * the account; the second throws code_incorrect.
   */
  hotline: {
    requestCode(request: { phone: string; language: Language; address: string }): Promise<Challenge>;
    freeze(request: { challengeId: string; code: string; address: string }): Promise<{ customerId: string }>;
  };
  /**
   * One field of a customer unmasked, for a reason: written down, counted, refused when too often. The caller has proven
   * that this member of staff works on an open conversation of the customer.
   */
  unmask(
    staff: Callers['staff'],
    request: { customerId: string; conversationId: string; field: MaskedField; reason: string },
  ): Promise<{ value: string; leftToday: number }>;
  routes(serve: Serve): void;
}

export interface IdentityDeps {
  /** Hands a text message to the operator; `reference` makes it idempotent. Rejects when it was not taken. */
  sendSms(message: SmsMessage): Promise<void>;
  /** The same to a mailbox. */
  sendMail(message: SmsMessage & { subject: string }): Promise<void>;
  /** Where another number of tries fits than the standard one, such as a bench behind one address. */
  limits?: Partial<Limits>;
}

export function createIdentity(platform: Platform, deps: IdentityDeps): Identity {
  const { clock } = platform;
  platform.seals.define(auditLog);
  const context: Context = {
    platform,
    limiter: createSharedLimiter(platform, 'identity', { ...standardLimits, ...deps.limits }),
    shareTransaction: createSharedTransactions(platform.db),
    passwords: createPasswordHasher(),
    hashPaymentPassword: createPaymentPasswordHash(platform.config.pepper),
    sealing: createSealing(platform.config.sealingKey, 'identity'),
    sendSms: deps.sendSms,
    sendMail: deps.sendMail,
  };
  defineNotices(context);
  defineContactChanges(context);
  platform.jobs.define('identity.sweep', () => sweep(platform.db, clock.now()), { every: 'minute' });
  platform.jobs.define('identity.remind-passwords', () => remindOfOldPasswords(context), { every: 'day' });
  platform.jobs.define('identity.remind-check-ups', () => remindOfCheckUps(context), { every: 'day' });
  const approvals = createApprovals(platform);
  const personalData = createPersonalData(context);
  const sessions = createSessionReaders(platform);
  return {
    authenticators: sessions.using,
    watchers: sessions.watching,
    endedSessions: sessions.ended,
    isLoggedIn: (q, sessionId) => customerSessionExists(q, sessionId, clock.now()),
    customers: (q, ids) => readCustomers(q, clock.now(), ids),
    findCustomer: (q, named) => findCustomer(q, clock.now(), named),
    async staffNames(q, ids) {
      const staff = ids.length === 0 ? [] : await selectStaff(q, ids);
      return new Map(staff.map(({ id, name }) => [id, name]));
    },
    lockPaymentPasswords: (tx, customerIds) => lockPaymentPasswords(context, tx, customerIds),
    createStaff: (staff) => createStaff(context, staff),
    staffAdministration: createStaffAdministration(context),
    audit: { append: insertAudit },
    approvals,
    verifications: createVerifications(context),
    checkUp: (q, customerId) => checkUp(q, customerId, clock.now()),
    personalData,
    stepUps: {
      required: (caller, operation) => stepUpRequired(context, caller, operation, false),
      consume: (tx, asked) => consumeStepUps(context, tx, asked),
    },
    locks: {
      stateOf: (q, customerId) => lockState(q, customerId, clock.now()),
      lockForAbnormalTransactions: (tx, accounts) => lockForAbnormalTransactions(context, tx, accounts),
      freeze: (tx, customerId, by) => freeze(context, tx, customerId, by),
      unlock: (tx, customerId, by) => unlock(context, tx, customerId, by),
      unfreeze: (tx, customerId, by, asOf) => unfreeze(context, tx, customerId, by, asOf),
      endSessions: (tx, customerId, by) => endSessions(context, tx, customerId, by),
    },
    assistRecovery: (tx, customerId, by) => assistRecovery(context, tx, customerId, by),
    recovering: (request, action) => requireRecovering(context, clientOf(request, 'customer'), action),
    recoveryProgress,
    setDailyLimit: (tx, customerId, limit, by) => setDailyLimit(context, tx, customerId, limit, by),
    notify: (tx, customerId, notice) => tell(context, tx, [{ customerId, notice }]),
    hotline: {
      requestCode: ({ address, ...request }) => startRecovery(context, request, { address }),
      freeze: (request) => freezeByTelephone(context, request),
    },
    unmask: (staff, request) => unmask(context, staff, request),
    routes(serve) {
      registerRoutes(context, serve);
      registerLogInRoutes(context, serve);
      registerSecurityRoutes(context, serve);
      registerRecoveryRoutes(context, serve);
      personalData.routes(serve);
      registerStaffRoutes(context, approvals, serve);
    },
  };
}
