import {
  purposeNames,
  type Verification,
  type VerificationPurpose,
} from '../../../contract/verifications.ts';
import type { Identity, Recovering } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { append } from '../append.ts';
import { findConversation } from '../queries.ts';
import type { ConversationRecord, Customer, Staff } from '../support.ts';
import { event } from '../words.ts';
import { assertPossible, freezeOf, levelFor } from './rules.ts';

interface Deps {
  identity: Identity;
}

/** Asks the customer for a proof, as a card in the conversation; one that is still open for this purpose is not asked twice. */
export async function ask(
  platform: Platform,
  { identity }: Deps,
  staff: Staff,
  { id: conversationId, customerId }: ConversationRecord,
  purpose: VerificationPurpose,
): Promise<Verification> {
  const { db } = platform;
  const level = levelFor(purpose);
  const open = (await identity.verifications.list(db, conversationId)).find(
    (one) => one.purpose === purpose && one.state === 'asked',
  );
  if (open !== undefined) return open;
  const frozen = (await freezeOf(identity, db, customerId)) !== undefined;
  assertPossible(purpose, frozen);
  // In a recovery other things count; there they see what is missing.
  if (!frozen && (await identity.verifications.reachableLevel(db, customerId)) < level)
    throw new ProblemError('verification_out_of_reach');
  return db.transaction(async (tx) => {
    const verification = await identity.verifications.request(tx, staff, {
      customerId,
      conversationId,
      purpose,
      level,
    });
    const sender = { kind: 'agent' as const, id: staff.staffId, name: staff.name };
    await append(platform, tx, [{ conversationId, sender, content: { type: 'verification', verification } }]);
    if (frozen) await identity.notify(tx, customerId, 'asked_to_prove_in_recovery');
    return verification;
  });
}

/** The customer proves it; what they typed stays between them and the step-up. */
export async function prove(
  platform: Platform,
  deps: Deps,
  customer: Customer,
  id: string,
): Promise<Verification> {
  const tell = await tellerOf(platform, deps, customer, id);
  return deps.identity.verifications.prove(customer, id, tell);
}

/** What they have proven in a recovery counts for lifting the freeze. */
export async function proveInRecovery(
  platform: Platform,
  deps: Deps,
  owner: Recovering,
  id: string,
): Promise<Verification> {
  const tell = await tellerOf(platform, deps, owner, id);
  return deps.identity.verifications.proveInRecovery(owner, id, 'unfreeze', tell);
}

/** What says it in its conversation, which must be open. */
async function tellerOf(
  platform: Platform,
  { identity }: Deps,
  customer: Pick<Customer, 'customerId'>,
  id: string,
) {
  const { conversationId } = await identity.verifications.find(platform.db, customer, id);
  const conversation = await findConversation(platform.db, conversationId);
  if (conversation?.status === 'closed') throw new ProblemError('conversation_closed');
  return async (tx: Transaction, { purpose, level }: Verification) => {
    const text = {
      zh: `已验证身份（${level} 级），用于：${purposeNames[purpose].zh}`,
      en: `Identity verified (level ${level}), for: ${purposeNames[purpose].en}`,
    };
    await append(platform, tx, [
      { conversationId, sender: { kind: 'system' }, content: event('verified', text) },
    ]);
  };
}
