import type { ContactKind, Contacts } from '../../contract/contacts.ts';
import type { Challenge } from '../../contract/identity.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { answerChallenge, codeIncorrect, deliver, issueChallenge } from './challenges.ts';
import type { Client, Context } from './context.ts';
import { maskAddress } from './address.ts';
import { isEmail } from './email.ts';
import { takeCode } from './code-limits.ts';
import { tell } from './notices.ts';
import { insertAudit } from './queries/audit.ts';
import {
  cancelWaitingChanges,
  type ContactChangeRow,
  endChange,
  insertContactChange,
  lockContacts,
  lockWaitingChange,
  selectContacts,
  selectWaitingChanges,
  updateContact,
} from './queries/contacts.ts';
import { reduceLimits } from './queries/locks.ts';

type Customer = Callers['customer'];

/** How long a change waits, so that whoever owns the old address can say no. */
export const holdMilliseconds = 24 * 60 * 60_000;
/** How long payments are limited after it. */
const reducedMilliseconds = 24 * 60 * 60_000;
const task = 'identity.change_contact';

export async function readContacts(
  { platform: { db } }: Context,
  { customerId }: Customer,
): Promise<Contacts> {
  const contacts = await selectContacts(db, customerId);
  if (contacts === undefined) throw new ProblemError('not_found');
  const changes = await selectWaitingChanges(db, customerId);
  return {
    phone: contacts.phone === null ? undefined : maskAddress(contacts.phone),
    email: contacts.email === null ? undefined : maskAddress(contacts.email),
    waiting: changes.map(({ kind, new_address: address, effective_at: effectiveAt }) => ({
      kind,
      newAddress: maskAddress(address),
      effectiveAt: effectiveAt.toISOString(),
    })),
  };
}

/**
 * A code to the new address of a customer who has confirmed to change to exactly it. An address of another account is not
 * told: its owner gets a word, and the code is one that nobody learns.
 */
export async function startContactChange(
  context: Context,
  { customerId, language }: Customer,
  address: string,
  client: Client,
): Promise<Challenge> {
  await takeCode(context, address, client);
  await context.limiter.take('contactCodes', address);
  const issued = await context.platform.db.transaction((tx) =>
    issueChallenge(context, tx, { purpose: 'new_contact', address, customerId, language }),
  );
  return deliver(context, issued);
}

/** @throws code_incorrect, conflict when another account has the address meanwhile */
export async function confirmContactChange(
  context: Context,
  caller: Customer,
  request: { kind: ContactKind; challengeId: string; code: string },
  client: Client,
): Promise<Contacts> {
  const { db, clock } = context.platform;
  const { customerId } = caller;
  const { kind } = request;
  const refusal = await db.transaction(async (tx) => {
    const contacts = await lockContacts(tx, customerId);
    const answer = await answerChallenge(context, tx, {
      id: request.challengeId,
      purpose: 'new_contact',
      code: request.code,
      use: true,
    });
    if (!answer.right) return codeIncorrect(answer);
    const { address, customer_id: owner } = answer.challenge;
    if (owner !== customerId || isEmail(address) !== (kind === 'email')) return codeIncorrect({});
    const at = clock.now();
    await cancelWaitingChanges(tx, customerId, kind, at);
    const change: ContactChangeRow = {
      id: newId(),
      customer_id: customerId,
      kind,
      old_address: contacts?.[kind] ?? null,
      new_address: address,
      effective_at: new Date(at.getTime() + holdMilliseconds),
    };
    await insertContactChange(tx, change, at);
    const { deviceId } = caller;
    await insertAudit(tx, [
      { at, action: `${kind}.change_requested`, customerId, deviceId, address: client.address },
    ]);
    if (change.old_address === null) return apply(context, tx, change);
    await context.platform.jobs.add(tx, [
      { task, payload: { changeId: change.id }, runAt: change.effective_at, key: `${task}.${change.id}` },
    ]);
    await tell(context, tx, [{ customerId, notice: `${kind}_change_requested`, alsoTo: [address] }]);
    return undefined;
  });
  if (refusal !== undefined) throw refusal;
  return readContacts(context, caller);
}

/** @throws not_found when none waits */
export async function cancelContactChange(
  context: Context,
  caller: Customer,
  kind: ContactKind,
  client: Client,
): Promise<Contacts> {
  const { db, clock, jobs } = context.platform;
  const { customerId, deviceId } = caller;
  const at = clock.now();
  await db.transaction(async (tx) => {
    const canceled = await cancelWaitingChanges(tx, customerId, kind, at);
    if (canceled.length === 0) throw new ProblemError('not_found');
    await jobs.remove(
      tx,
      canceled.map(({ id }) => `${task}.${id}`),
    );
    await insertAudit(tx, [
      { at, action: `${kind}.change_canceled`, customerId, deviceId, address: client.address },
    ]);
    const alsoTo = canceled.map(({ new_address: address }) => address);
    await tell(context, tx, [{ customerId, notice: `${kind}_change_canceled`, alsoTo }]);
  });
  return readContacts(context, caller);
}

/** The change takes effect, once. @returns the refusal when another account has the address meanwhile */
async function apply(
  context: Context,
  tx: Transaction,
  change: ContactChangeRow,
): Promise<ProblemError | undefined> {
  const { customer_id: customerId, kind, old_address: oldAddress, new_address: address } = change;
  const at = context.platform.clock.now();
  const isChanged = await updateContact(tx, customerId, kind, address);
  await endChange(tx, change.id, isChanged ? 'done_at' : 'canceled_at', at);
  await insertAudit(tx, [
    { at, action: isChanged ? `${kind}.changed` : `${kind}.change_failed`, customerId },
  ]);
  if (!isChanged) return new ProblemError('conflict');
  // A first email takes nothing over; a first phone does: codes go there from now on.
  if (oldAddress !== null || kind === 'phone')
    await reduceLimits(tx, customerId, new Date(at.getTime() + reducedMilliseconds));
  const notice = oldAddress === null ? (`${kind}_bound` as const) : (`${kind}_changed` as const);
  await tell(context, tx, [{ customerId, notice, alsoTo: oldAddress === null ? [] : [oldAddress] }]);
  return undefined;
}

export function defineContactChanges(context: Context): void {
  const { db, jobs } = context.platform;
  jobs.define(task, (payload) =>
    db.transaction(async (tx) => {
      const change = await lockWaitingChange(tx, String(payload.changeId));
      if (change !== undefined) await apply(context, tx, change);
    }),
  );
}
