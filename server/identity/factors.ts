import type * as contract from '../../contract/security.ts';
import type { BodyOf, ResultOf } from '../../contract/route.ts';
import type { Callers } from '../platform/http/serve.ts';
import type { Transaction } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Client, Context } from './context.ts';
import { readCustomers } from './customers.ts';
import { nameOfDevice } from './device-name.ts';
import { type Notice, tell } from './notices.ts';
import {
  askForNewPasskey,
  keepPasskey,
  type PasskeyRequest,
  passkeyViewOf,
  readNewPasskey,
} from './passkeys.ts';
import { shortestPasswordOf } from './password-rule.ts';
import { insertAudit } from './queries/audit.ts';
import { lockContacts, selectContacts } from './queries/contacts.ts';
import { selectFactors } from './queries/log-ins.ts';
import { deletePasskey, selectPasskeys } from './queries/passkeys.ts';
import { selectStandsAlone } from './queries/recoveries.ts';
import { replaceRecoveryCodes } from './queries/recovery-codes.ts';
import { issueRecoveryCodes } from './recovery-codes.ts';
import { guessSecondFactor } from './second-factor.ts';
import { beginTotp, removeTotp, type TotpSetup } from './totp.ts';

type Customer = Callers['customer'];

export async function readFactors(
  { platform: { db } }: Context,
  { customerId }: Customer,
): Promise<ResultOf<typeof contract.getFactors>> {
  const { totp, recoveryCodes } = await selectFactors(db, customerId);
  const passkeys = await selectPasskeys(db, customerId);
  const contacts = await selectContacts(db, customerId);
  if (contacts === undefined) throw new ProblemError('not_found');
  return {
    totp,
    recoveryCodesLeft: totp ? recoveryCodes : 0,
    shortestPassword: await shortestPasswordOf(db, { id: customerId, ...contacts }),
    passkeys: passkeys.map(passkeyViewOf),
  };
}

/** A change of the factors: written down, and told to the owner at every bound address. */
async function changed(
  context: Context,
  tx: Transaction,
  { customerId, deviceId }: Customer,
  change: { action: string; notice: Notice; address: string },
): Promise<void> {
  const { action, notice, address } = change;
  const at = context.platform.clock.now();
  await insertAudit(tx, [{ at, action, customerId, deviceId, address }]);
  await tell(context, tx, [{ customerId, notice }]);
}

/** @throws conflict when one is in force */
export async function beginOwnTotp(context: Context, { customerId: id }: Customer): Promise<TotpSetup> {
  const { db, clock } = context.platform;
  const customer = (await readCustomers(db, clock.now(), [id])).get(id);
  const setup = await beginTotp(context, db, { id, label: customer?.maskedContact ?? '' });
  if (setup === undefined) throw new ProblemError('conflict');
  return setup;
}

/** @throws code_incorrect, account_locked */
export async function confirmOwnTotp(
  context: Context,
  caller: Customer,
  { code }: BodyOf<typeof contract.confirmTotp>,
  { address }: Client,
): Promise<{ recoveryCodes: string[] }> {
  const wrong = await guessSecondFactor(context, caller.customerId, { kind: 'new_totp', code });
  if (wrong !== undefined) throw new ProblemError('code_incorrect', { triesLeft: wrong.triesLeft });
  return context.platform.db.transaction(async (tx) => {
    await changed(context, tx, caller, { action: 'totp.added', notice: 'factor_added', address });
    return { recoveryCodes: await issueRecoveryCodes(context, tx, caller.customerId) };
  });
}

/** @throws not_found; longer_password_first when a short password would be left alone */
export async function removeOwnTotp(context: Context, caller: Customer, { address }: Client): Promise<void> {
  const { db, clock } = context.platform;
  await db.transaction(async (tx) => {
    const contacts = await lockContacts(tx, caller.customerId);
    if (!(await removeTotp(tx, caller.customerId))) throw new ProblemError('not_found');
    if (contacts?.phone === null && !(await selectStandsAlone(tx, caller.customerId)))
      throw new ProblemError('longer_password_first');
    await replaceRecoveryCodes(tx, caller.customerId, [], clock.now());
    await changed(context, tx, caller, { action: 'totp.removed', notice: 'factor_removed', address });
  });
}

/** @throws conflict without an authenticator, whose place they take */
export async function renewOwnRecoveryCodes(
  context: Context,
  caller: Customer,
  { address }: Client,
): Promise<{ recoveryCodes: string[] }> {
  const { db } = context.platform;
  if (!(await selectFactors(db, caller.customerId)).totp) throw new ProblemError('conflict');
  return db.transaction(async (tx) => {
    const change = { action: 'recovery_codes.renewed', notice: 'recovery_codes_renewed', address } as const;
    await changed(context, tx, caller, change);
    return { recoveryCodes: await issueRecoveryCodes(context, tx, caller.customerId) };
  });
}

export async function beginOwnPasskey(
  context: Context,
  { customerId: id }: Customer,
): Promise<PasskeyRequest> {
  const { db, clock } = context.platform;
  const customer = (await readCustomers(db, clock.now(), [id])).get(id);
  if (customer === undefined) throw new ProblemError('not_found');
  return askForNewPasskey(context, 'register', { id, name: customer.name, label: customer.maskedContact });
}

/** @throws passkey_refused, conflict for one that is kept already */
export async function addOwnPasskey(
  context: Context,
  caller: Customer,
  body: BodyOf<typeof contract.addPasskey>,
  { address, userAgent }: Client,
): Promise<contract.Passkey> {
  const { customerId } = caller;
  const info = await readNewPasskey(context, { purpose: 'register', ownerId: customerId, ...body });
  if (info === undefined) throw new ProblemError('passkey_refused');
  const added = await context.platform.db.transaction(async (tx) => {
    const whose = { owner: 'customer', ownerId: customerId } as const;
    const kept = await keepPasskey(context, tx, whose, info, body.name ?? nameOfDevice(userAgent));
    if (kept === undefined) throw new ProblemError('conflict');
    await changed(context, tx, caller, { action: 'passkey.added', notice: 'factor_added', address });
    return kept;
  });
  return passkeyViewOf(added);
}

/** @throws not_found */
export async function removeOwnPasskey(
  context: Context,
  caller: Customer,
  id: string,
  { address }: Client,
): Promise<void> {
  await context.platform.db.transaction(async (tx) => {
    if (!(await deletePasskey(tx, caller.customerId, id))) throw new ProblemError('not_found');
    await changed(context, tx, caller, { action: 'passkey.removed', notice: 'factor_removed', address });
  });
}
