import type { MerchantScope } from '../../../contract/route.ts';
import { newToken, sha256 } from '../../platform/crypto.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Authenticators } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { createRates } from '../rates.ts';
import { countKeys, findMerchantByKey, insertKey, insertMerchant, type KeyRow, touchKey } from './queries.ts';

const keyPrefix = 'upk_';
const shownCharacters = 8;
const mostKeys = 20;
const everything: readonly MerchantScope[] = [
  'checkout.write',
  'refunds.write',
  'payouts.write',
  'webhooks.write',
  'disputes.write',
];

/** Opens a merchant with a key that may do everything, which is shown this once and kept as a hash. */
export async function createMerchant(
  { db }: Pick<PaymentsContext, 'db'>,
  name: string,
  apiKey = keyPrefix + newToken(),
): Promise<{ merchantId: string; apiKey: string }> {
  const merchantId = newId();
  await db.transaction(async (tx) => {
    await insertMerchant(tx, { id: merchantId, name });
    await keep(tx, { merchantId, name: 'first', scopes: everything }, apiKey);
  });
  return { merchantId, apiKey };
}

/** Makes a key; what is returned as `apiKey` is nowhere kept. @throws conflict when a merchant has too many */
export async function createKey(
  tx: Transaction,
  key: { merchantId: string; name: string; scopes: readonly MerchantScope[] },
): Promise<{ row: KeyRow; apiKey: string }> {
  if ((await countKeys(tx, key.merchantId)) >= mostKeys) throw new ProblemError('conflict');
  const apiKey = keyPrefix + newToken();
  return { row: await keep(tx, key, apiKey), apiKey };
}

function keep(
  tx: Transaction,
  key: { merchantId: string; name: string; scopes: readonly MerchantScope[] },
  apiKey: string,
): Promise<KeyRow> {
  const scopes = [...new Set(key.scopes)];
  return insertKey(tx, { ...key, scopes, hash: sha256(apiKey), prefix: apiKey.slice(0, shownCharacters) });
}

/** Knows a merchant by the API key in `Authorization: Bearer …`, and counts its calls. */
export function merchantAuthenticator(context: PaymentsContext): Authenticators['merchant'] {
  const { db, clock } = context;
  const take = createRates(context);
  return async (request) => {
    const key = /^Bearer (\S{8,200})$/.exec(request.headers.authorization ?? '')?.[1];
    const merchant = key === undefined ? undefined : await findMerchantByKey(db, sha256(key));
    if (merchant === undefined) throw new ProblemError('api_key_invalid');
    await take('callAsMerchant', merchant.merchantId);
    if (merchant.stale) await touchKey(db, merchant.keyId, clock.now());
    return merchant;
  };
}
