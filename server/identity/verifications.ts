import {
  purposeNames,
  type Verification,
  type VerificationLevel,
  type VerificationPurpose,
} from '../../contract/verifications.ts';
import type { RecoveryAction } from '../../contract/recovery.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context } from './context.ts';
import { assertStaffMay } from './permissions.ts';
import { type AuditEntry, insertAudit } from './queries/audit.ts';
import { selectFactors } from './queries/log-ins.ts';
import {
  insertVerification,
  selectVerification,
  selectVerifications,
  updateVerificationProven,
  type VerificationRow,
} from './queries/verifications.ts';
import type { Recovering } from './recovery/recover.ts';
import { requireStepUp } from './step-ups.ts';

type Staff = Callers['staff'];
type Customer = Callers['customer'];

interface Asked {
  customerId: string;
  conversationId: string;
  purpose: VerificationPurpose;
  level: VerificationLevel;
}

/**
 * Verification inside a conversation: an agent asks, the customer proves it in the wallet's own form, and it counts for that
 * purpose in that conversation for a while. What was typed goes no further than the step-up.
 */
export interface Verifications {
  /** The level the customer can prove with what they have set up. */
  reachableLevel(q: Queryable, customerId: string): Promise<VerificationLevel>;
  /** The caller has proven that this member of staff works on an open conversation of the customer. @throws not_allowed */
  request(tx: Transaction, staff: Staff, asked: Asked): Promise<Verification>;
  /** @throws not_found for another's */
  find(
    q: Queryable,
    customer: Pick<Customer, 'customerId'>,
    id: string,
  ): Promise<Verification & { conversationId: string }>;
  /**
   * Demands a step-up of its level, uses it up and notes the proof, `then` in the same transaction.
   * @throws step_up_required, step_up_void, not_found, conflict
   */
  prove(
    customer: Customer,
    id: string,
    then: (tx: Transaction, proven: Verification) => Promise<void>,
  ): Promise<Verification>;
  /**
   * The same for who can't log in, with what they have proven in a recovery; `owner` has proven there what `purpose` takes.
   * @throws not_found for another's and another purpose, conflict
   */
  proveInRecovery(
    owner: Recovering,
    id: string,
    purpose: VerificationPurpose & RecoveryAction,
    then: (tx: Transaction, proven: Verification) => Promise<void>,
  ): Promise<Verification>;
  /** Of a conversation, the newest first. */
  list(q: Queryable, conversationId: string): Promise<Verification[]>;
}

/** To be proven in. */
const openMilliseconds = 15 * 60_000;
/** Once proven, counts for; the database allows no more than an hour. */
const validMilliseconds = 30 * 60_000;
const longestList = 50;

export function createVerifications(context: Context): Verifications {
  const { db, clock } = context.platform;

  async function requireOwn(
    q: Queryable,
    customer: Pick<Customer, 'customerId'>,
    id: string,
  ): Promise<VerificationRow> {
    const row = await selectVerification(q, id);
    if (row?.customer_id !== customer.customerId) throw new ProblemError('not_found');
    return row;
  }

  /** @param how.provenIn the session or the recovery in which it was */
  function note(
    asked: VerificationRow,
    how: { provenIn: string; audited: Pick<AuditEntry, 'deviceId' | 'address'> },
    then: (tx: Transaction, proven: Verification) => Promise<void>,
  ): Promise<Verification> {
    const { id, level, purpose, conversation_id: conversationId, customer_id: customerId } = asked;
    return db.transaction(async (tx) => {
      const at = clock.now();
      const validUntil = new Date(at.getTime() + validMilliseconds);
      if (!(await updateVerificationProven(tx, { id, provenIn: how.provenIn, at, validUntil })))
        throw new ProblemError('conflict');
      const details = { verificationId: id, purpose, level };
      await insertAudit(tx, [
        { at, action: 'verification.proven', customerId, conversationId, ...how.audited, details },
      ]);
      const proven = view({ ...asked, proven_at: at, valid_until: validUntil }, at);
      await then(tx, proven);
      return proven;
    });
  }

  return {
    async reachableLevel(q, customerId) {
      const { totp, passkeys } = await selectFactors(q, customerId);
      return totp || passkeys > 0 ? 3 : 2;
    },

    async request(tx, staff, { customerId, conversationId, purpose, level }) {
      assertStaffMay(staff, 'verify', 'customer');
      const at = clock.now();
      const row = {
        id: newId(),
        customer_id: customerId,
        conversation_id: conversationId,
        purpose,
        level,
        requested_by: staff.staffId,
        requested_at: at,
        expires_at: new Date(at.getTime() + openMilliseconds),
      };
      await insertVerification(tx, row);
      const { staffId, sessionId } = staff;
      const details = { verificationId: row.id, purpose, level };
      await insertAudit(tx, [
        { at, action: 'verification.requested', customerId, conversationId, staffId, sessionId, details },
      ]);
      return view({ ...row, proven_at: null, valid_until: null }, at);
    },

    async find(q, customer, id) {
      const row = await requireOwn(q, customer, id);
      return { ...view(row, clock.now()), conversationId: row.conversation_id };
    },

    async prove(customer, id, then) {
      const asked = await requireOwn(db, customer, id);
      if (asked.proven_at !== null || asked.expires_at <= clock.now()) throw new ProblemError('conflict');
      const { level, purpose } = asked;
      const operation = {
        name: 'verification',
        parts: [id],
        summary: {
          zh: `向客服证明是您本人，用于：${purposeNames[purpose].zh}`,
          en: `prove to support that it is you, for: ${purposeNames[purpose].en}`,
        },
      };
      await requireStepUp(context, customer, operation, level >= 2, level >= 3);
      const { sessionId, deviceId } = customer;
      return note(asked, { provenIn: sessionId, audited: { deviceId } }, then);
    },

    async proveInRecovery({ recoveryId, customerId, address }, id, purpose, then) {
      const asked = await requireOwn(db, { customerId }, id);
      if (asked.purpose !== purpose) throw new ProblemError('not_found');
      return note(asked, { provenIn: recoveryId, audited: { address } }, then);
    },

    async list(q, conversationId) {
      const at = clock.now();
      return (await selectVerifications(q, conversationId, longestList)).map((row) => view(row, at));
    },
  };
}

function view(row: VerificationRow, at: Date): Verification {
  const until = row.valid_until ?? row.expires_at;
  return {
    id: row.id,
    purpose: row.purpose,
    level: row.level,
    state: until <= at ? 'over' : row.proven_at === null ? 'asked' : 'proven',
    until: until.toISOString(),
  };
}
