import * as contract from '../../../contract/merchants.ts';
import { listDeskWebhooks, replayDeskWebhook } from '../../../contract/webhooks.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { readMerchantBalances } from './balance.ts';
import { createKey } from './keys.ts';
import { pageOf, standardPage } from './page.ts';
import * as queries from './queries.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

const shownDeliveries = 50;

function viewKey(row: queries.KeyRow): contract.MerchantKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
  };
}

/** What staff do for merchants: open one, make and revoke its keys, see what it was told and tell it again. */
export function registerDeskRoutes(context: PaymentsContext, serve: Serve, webhooks: Webhooks): void {
  const { db, clock, identity } = context;

  async function view(rows: readonly queries.MerchantRow[]): Promise<contract.DeskMerchant[]> {
    const balances = await readMerchantBalances(
      context,
      db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      balances: (balances.get(row.id) ?? []).map(({ currency, available, held }) => ({
        currency,
        available: available.toString(),
        held: held.toString(),
      })),
    }));
  }
  async function known(id: string): Promise<queries.MerchantRow> {
    const merchant = await queries.readMerchant(db, id);
    if (merchant === undefined) throw new ProblemError('not_found');
    return merchant;
  }
  const audit = (q: Queryable, staff: Callers['staff'], action: string, details: Record<string, unknown>) =>
    identity.audit.append(q, [
      { at: clock.now(), action, staffId: staff.staffId, sessionId: staff.sessionId, details },
    ]);

  serve(contract.listMerchants, async ({ caller, query: { before, limit = standardPage } }) => {
    assertStaffMay(caller, 'view', 'merchant');
    const rows = await queries.listMerchantRows(db, { before, limit: limit + 1 });
    const { page, next } = pageOf(rows, limit);
    return { merchants: await view(page), ...next };
  });
  serve(contract.createMerchant, async ({ caller, body }) => {
    assertStaffMay(caller, 'manage', 'merchant');
    const row = await db.transaction(async (tx) => {
      const merchant = await queries.insertMerchant(tx, { id: newId(), name: body.name });
      await audit(tx, caller, 'merchant.opened', { merchantId: merchant.id, name: merchant.name });
      return merchant;
    });
    return (await view([row]))[0] as contract.DeskMerchant;
  });
  serve(contract.listMerchantKeys, async ({ caller, params }) => {
    assertStaffMay(caller, 'view', 'merchant');
    await known(params.id);
    return { keys: (await queries.listKeyRows(db, params.id)).map(viewKey) };
  });
  serve(contract.createMerchantKey, async ({ caller, params, body }) => {
    assertStaffMay(caller, 'manage', 'merchant');
    await known(params.id);
    return db.transaction(async (tx) => {
      const { row, apiKey } = await createKey(tx, { merchantId: params.id, ...body });
      const { id: keyId, prefix, scopes } = row;
      await audit(tx, caller, 'merchant_key.made', { merchantId: params.id, keyId, prefix, scopes });
      return { ...viewKey(row), key: apiKey };
    });
  });
  serve(contract.revokeMerchantKey, async ({ caller, params }) => {
    assertStaffMay(caller, 'manage', 'merchant');
    await db.transaction(async (tx) => {
      if (!(await queries.revokeKey(tx, params.id, params.keyId, clock.now())))
        throw new ProblemError('not_found');
      await audit(tx, caller, 'merchant_key.revoked', { merchantId: params.id, keyId: params.keyId });
    });
    return undefined;
  });

  serve(listDeskWebhooks, async ({ caller, params }) => {
    assertStaffMay(caller, 'view', 'merchant');
    await known(params.id);
    const { deliveries } = await webhooks.deliveries(params.id, { limit: shownDeliveries });
    return { endpoints: await webhooks.endpoints(params.id), deliveries };
  });
  serve(replayDeskWebhook, async ({ caller, params }) => {
    assertStaffMay(caller, 'manage', 'merchant');
    const delivery = await webhooks.replay(params.id, params.deliveryId);
    await audit(db, caller, 'webhook.replayed', { merchantId: params.id, deliveryId: params.deliveryId });
    return delivery;
  });
}
