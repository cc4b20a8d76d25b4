import {
  type actInRecovery,
  proofKinds,
  type proveInRecovery,
  type RecoveryAction,
  recoveryActions,
  type Recovery,
  type sendRecoveryCode,
} from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { Challenge } from '../../../contract/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import { codeAddressOf, maskAddress } from '../address.ts';
import { deliver, issueChallenge } from '../challenges.ts';
import type { Client, Context } from '../context.ts';
import { takeCode } from '../code-limits.ts';
import { type Doer, forgetGuesses, freeze, lockState, unfreeze, unlock } from '../locks.ts';
import { assertGoodPassword, hashPassword, ownerOf, shortestPasswordOf } from '../password-rule.ts';
import { isWeakPaymentPassword } from '../payment-password-rules.ts';
import { insertAudit } from '../queries/audit.ts';
import {
  addProof,
  countProof,
  type RecoveryRow,
  selectRecovery,
  selectSecrets,
  type SecretsRow,
} from '../queries/recoveries.ts';
import { askForPasskey, type PasskeyRequest } from '../passkeys.ts';
import { sufficiencyFor } from './levels.ts';
import { isProvable, isRight } from './proofs.ts';
import { resetPassword, resetPaymentPassword } from './reset.ts';

const day = 24 * 60 * 60_000;
/** Wrong further proofs a day, in all recoveries of an account together. */
const mostWrongProofs = 10;

type Open = RecoveryRow & { customer_id: string; secrets: SecretsRow };

async function findOpen(context: Context, client: Client): Promise<Open | undefined> {
  const { db, clock } = context.platform;
  const { recoveryTokenHash } = client;
  const row = recoveryTokenHash && (await selectRecovery(db, recoveryTokenHash, clock.now()));
  if (!row || row.customer_id === null) return undefined;
  const secrets = await selectSecrets(db, row.customer_id);
  return secrets && { ...row, customer_id: row.customer_id, secrets };
}

/** @throws recovery_over */
async function requireOpen(context: Context, client: Client): Promise<Open> {
  const open = await findOpen(context, client);
  if (open === undefined) throw new ProblemError('recovery_over');
  return open;
}

/** Who is in a recovery. */
export interface Recovering {
  recoveryId: string;
  customerId: string;
  address: string;
}

/**
 * Who is in a recovery, and, where it is for an action, has proven what that takes.
 * @throws recovery_over, more_proof_needed
 */
export async function requireRecovering(
  context: Context,
  client: Client,
  action?: RecoveryAction,
): Promise<Recovering> {
  const { id, customer_id: customerId, proven } = await requireOpen(context, client);
  if (action !== undefined && !sufficiencyFor(action, proven, []).allowed)
    throw new ProblemError('more_proof_needed');
  return { recoveryId: id, customerId, address: client.address };
}

/** What the proven owner is told: why the account is locked, until when, and what they may do about it. */
export async function findRecovery(context: Context, client: Client): Promise<Recovery | undefined> {
  const open = await findOpen(context, client);
  return open && viewOf(context, open);
}

/** @throws recovery_over */
export async function readRecovery(context: Context, client: Client): Promise<Recovery> {
  return viewOf(context, await requireOpen(context, client));
}

async function viewOf(context: Context, open: Open): Promise<Recovery> {
  const { proven, customer_id: customerId, expires_at: expiresAt, secrets } = open;
  const { db, clock } = context.platform;
  const provable = proofKinds.filter(
    (kind) => !proven.includes(kind) && isProvable(kind, secrets, clock.now()),
  );
  return {
    maskedContact: maskAddress(codeAddressOf(secrets)),
    shortestPassword: await shortestPasswordOf(db, { id: customerId, ...secrets }),
    expiresAt: expiresAt.toISOString(),
    lock: await lockState(db, customerId, clock.now()),
    proven,
    provable,
    actions: recoveryActions
      .filter((action) => action !== 'reset_payment_password' || secrets.payment_password_hash !== null)
      .map((action) => ({ action, ...sufficiencyFor(action, proven, provable) })),
  };
}

/** A code to an address that is bound, for proving that one too. @throws not_found when there is none */
export async function sendProofCode(
  context: Context,
  { to }: BodyOf<typeof sendRecoveryCode>,
  client: Client,
): Promise<Challenge> {
  const { customer_id: customerId, secrets } = await requireOpen(context, client);
  const address = secrets[to];
  if (address === null) throw new ProblemError('not_found');
  await takeCode(context, address, client);
  await context.limiter.take('recoveryCodes', address);
  const { language } = secrets;
  const issued = await context.platform.db.transaction((tx) =>
    issueChallenge(context, tx, { purpose: 'recovery', address, customerId, language }),
  );
  return deliver(context, issued);
}

/** What the browser is asked for, to prove a passkey of the account. @throws not_found when there is none */
export async function askProofPasskey(context: Context, client: Client): Promise<PasskeyRequest> {
  const { customer_id: customerId, secrets } = await requireOpen(context, client);
  if (!secrets.has_passkey) throw new ProblemError('not_found');
  return askForPasskey(context, 'recovery', customerId);
}

/** A further proof. It is counted as wrong before it is looked at. */
export async function prove(
  context: Context,
  proof: BodyOf<typeof proveInRecovery>,
  client: Client,
): Promise<Recovery> {
  const { db, clock } = context.platform;
  const { id, customer_id: customerId, secrets } = await requireOpen(context, client);
  const { address } = client;
  const since = new Date(clock.now().getTime() - day);
  const may = await db.transaction((tx) => countProof(tx, { id, customerId }, since, mostWrongProofs));
  if (!may) throw new ProblemError('recovery_over');
  const right = await isRight(context, customerId, secrets, proof);
  await db.transaction(async (tx) => {
    if (right) await addProof(tx, id, proof.kind);
    await insertAudit(tx, [
      {
        at: clock.now(),
        action: right ? 'recovery.proven' : 'recovery.proof_failed',
        customerId,
        address,
        details: { kind: proof.kind },
      },
    ]);
  });
  if (!right) throw new ProblemError('proof_wrong');
  return readRecovery(context, client);
}

/** Does what the levels allow with what is proven. @throws more_proof_needed, account_frozen, password_too_weak, … */
export async function act(
  context: Context,
  request: BodyOf<typeof actInRecovery>,
  client: Client,
): Promise<Recovery> {
  const { db, clock } = context.platform;
  const { customer_id: customerId, proven, secrets } = await requireOpen(context, client);
  const { action } = request;
  if (!sufficiencyFor(action, proven, []).allowed) throw new ProblemError('more_proof_needed');
  const doer: Doer = { via: 'code', address: client.address };
  if (action === 'freeze' || action === 'unfreeze') {
    await db.transaction(async (tx) => {
      if (action === 'freeze') await freeze(context, tx, customerId, doer);
      else await unfreeze(context, tx, customerId, doer);
    });
    return readRecovery(context, client);
  }
  const { locks } = await lockState(db, customerId, clock.now());
  if (locks.some(({ reason }) => reason === 'frozen')) throw new ProblemError('account_frozen');
  await db.transaction(await prepare(context, request, { customerId, secrets, doer }));
  return readRecovery(context, client);
}

/** What is slow or may be refused comes before the transaction. */
async function prepare(
  context: Context,
  request: Exclude<BodyOf<typeof actInRecovery>, { action: 'freeze' | 'unfreeze' }>,
  { customerId, secrets, doer }: { customerId: string; secrets: SecretsRow; doer: Doer },
): Promise<(tx: Transaction) => Promise<void>> {
  switch (request.action) {
    case 'unlock':
      return async (tx) => void (await unlock(context, tx, customerId, doer));
    case 'reset_password': {
      const shortest = await shortestPasswordOf(context.platform.db, { id: customerId, ...secrets });
      assertGoodPassword(request.password, ownerOf(secrets), shortest);
      const newPassword = await hashPassword(context, request.password);
      return async (tx) => {
        await resetPassword(context, tx, customerId, newPassword, doer);
        await forgetGuesses(context, tx, customerId);
      };
    }
    case 'reset_payment_password': {
      if (isWeakPaymentPassword(request.paymentPassword, secrets.phone))
        throw new ProblemError('payment_password_too_weak');
      const hash = context.hashPaymentPassword(customerId, request.paymentPassword);
      return (tx) => resetPaymentPassword(context, tx, customerId, hash, doer);
    }
  }
}
