import { currencies, type Currency } from '../../../contract/money.ts';
import type { Balance } from '../../ledger/ledger.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { PaymentsContext } from '../context.ts';
import { merchantAccount } from '../movement.ts';

/** What merchants have, the home currency always, another one when there is something in it. */
export async function readMerchantBalances(
  { ledger }: PaymentsContext,
  q: Queryable,
  merchantIds: readonly string[],
): Promise<Map<string, Array<Balance & { currency: Currency }>>> {
  const keys = merchantIds.flatMap((id) => currencies.map((currency) => merchantAccount(id, currency)));
  const ids = await ledger.find(q, keys);
  const balances = await ledger.balances(
    q,
    ids.filter((id) => id !== undefined),
  );
  const empty: Balance = { available: 0n, held: 0n, total: 0n };
  return new Map(
    merchantIds.map((merchantId, place) => [
      merchantId,
      currencies
        .map((currency, index) => ({
          currency,
          ...(balances.get(ids[place * currencies.length + index] ?? -1n) ?? empty),
        }))
        .filter(({ currency, total }) => currency === 'CNY' || total !== 0n),
    ]),
  );
}
