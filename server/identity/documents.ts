import type * as contract from '../../contract/identity-document.ts';
import { isDocumentNumber, plainNumber } from '../../contract/identity-document.ts';
import type { BodyOf, ResultOf } from '../../contract/route.ts';
import { equalInConstantTime, keyedHash } from '../platform/crypto.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Client, Context } from './context.ts';
import { growingWaits } from './lock-time.ts';
import { maskName } from './masking.ts';
import { tell } from './notices.ts';
import { insertAudit } from './queries/audit.ts';
import { countAttempt, deleteAttempts } from './queries/attempts.ts';
import { deleteDocument, type DocumentRow, selectDocument, upsertDocument } from './queries/documents.ts';

/** Whoever has got into an account can't write down facts of their own and take it over with them the same day. */
const documentWaitMilliseconds = 24 * 60 * 60_000;
/** Fewer than for a password: who knows the owner knows some of it. */
const tries = 3;
const anyDevice = '00000000-0000-0000-0000-000000000000';

export interface DocumentFacts {
  name: string;
  number: string;
}

/** Whose the facts are is in the hash, so that equal ones of two accounts can't be told. */
function hashOf(
  { platform: { config } }: Context,
  customerId: string,
  { name, number }: DocumentFacts,
): Buffer {
  const plainName = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·.]/gu, '');
  return keyedHash(config.pepper, 'identity_document', customerId, plainName, plainNumber(number));
}

export function openDocument({ sealing }: Context, customerId: string, row: DocumentRow): DocumentFacts {
  return JSON.parse(sealing.open(row.sealed, customerId)) as DocumentFacts;
}

function viewOf(
  context: Context,
  customerId: string,
  row: DocumentRow,
): ResultOf<typeof contract.setDocument> {
  const { name, number } = openDocument(context, customerId, row);
  const shown = row.kind === 'resident_id' ? [4, 2] : [1, 2];
  const [first = 0, last = 0] = shown;
  return {
    kind: row.kind,
    maskedName: maskName(name),
    maskedNumber: number.slice(0, first) + '*'.repeat(number.length - first - last) + number.slice(-last),
    addedAt: row.added_at.toISOString(),
    countsFrom: documentCounts(row.added_at, context.platform.clock.now())
      ? undefined
      : new Date(row.added_at.getTime() + documentWaitMilliseconds).toISOString(),
  };
}

export async function readOwnDocument(
  context: Context,
  { customerId }: Callers['customer'],
): Promise<ResultOf<typeof contract.getDocument>> {
  const row = await selectDocument(context.platform.db, customerId);
  return { document: row && viewOf(context, customerId, row) };
}

/** @throws document_number_invalid */
export function assertDocumentNumber(
  { platform: { clock } }: Context,
  { kind, number }: BodyOf<typeof contract.setDocument>,
): void {
  if (!isDocumentNumber(kind, plainNumber(number), clock.now()))
    throw new ProblemError('document_number_invalid');
}

export async function setOwnDocument(
  context: Context,
  { customerId, deviceId }: Callers['customer'],
  { kind, ...typed }: BodyOf<typeof contract.setDocument>,
  { address }: Client,
): Promise<ResultOf<typeof contract.setDocument>> {
  const { db, clock } = context.platform;
  const at = clock.now();
  const facts = { name: typed.name.normalize('NFC'), number: plainNumber(typed.number) };
  const row: DocumentRow = {
    kind,
    sealed: context.sealing.seal(JSON.stringify(facts), customerId),
    hash: hashOf(context, customerId, facts),
    added_at: at,
  };
  await db.transaction(async (tx) => {
    await upsertDocument(tx, customerId, row);
    await insertAudit(tx, [
      { at, action: 'identity_document.set', customerId, deviceId, address, details: { kind } },
    ]);
    await tell(context, tx, [{ customerId, notice: 'document_set' }]);
  });
  return viewOf(context, customerId, row);
}

/** @throws not_found */
export async function removeOwnDocument(
  context: Context,
  { customerId, deviceId }: Callers['customer'],
  { address }: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  await db.transaction(async (tx) => {
    if (!(await deleteDocument(tx, customerId))) throw new ProblemError('not_found');
    await insertAudit(tx, [
      { at: clock.now(), action: 'identity_document.removed', customerId, deviceId, address },
    ]);
    await tell(context, tx, [{ customerId, notice: 'document_removed' }]);
  });
}

/** Whether there are facts that have been there long enough to prove anything. */
export function documentCounts(addedAt: Date | null, now: Date): boolean {
  return addedAt !== null && now.getTime() - addedAt.getTime() >= documentWaitMilliseconds;
}

/**
 * Whether these are the facts of the account. A guess is counted before it is looked at: three wrong ones wait, each time
 * longer, in whatever recovery, and meanwhile right ones are wrong.
 */
export async function guessDocument(
  context: Context,
  q: Queryable,
  customerId: string,
  facts: DocumentFacts,
): Promise<boolean> {
  const { clock, config, db } = context.platform;
  const subject = keyedHash(config.pepper, 'attempts.identity_document', customerId);
  const lane = { subject, deviceId: anyDevice };
  if ((await countAttempt(q, lane, clock.now(), tries, growingWaits)) === undefined) return false;
  const row = await selectDocument(q, customerId);
  const right =
    row !== undefined &&
    documentCounts(row.added_at, clock.now()) &&
    equalInConstantTime(row.hash, hashOf(context, customerId, facts));
  if (right) await db.transaction(async (tx) => deleteAttempts(tx, lane));
  return right;
}
