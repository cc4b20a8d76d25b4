import type { Transaction } from '../../platform/database/database.ts';

export interface PaymentPasswordRow {
  customer_id: string;
  hash: Buffer;
  failures: number;
  locked_until: Date | null;
  locks: number;
  account_locked_until: Date | null;
}

/** The rows, locked in customer id order until the transaction ends. */
export async function selectAndLockPaymentPasswords(
  tx: Transaction,
  customerIds: readonly string[],
): Promise<PaymentPasswordRow[]> {
  return tx.query<PaymentPasswordRow>(
    {
      name: 'identity.lock_payment_passwords',
      text: `select p.customer_id, p.hash, p.failures, p.locked_until, p.locks, c.locked_until as account_locked_until
             from identity.payment_password p join identity.customer c on c.id = p.customer_id
             where p.customer_id = any($1::uuid[]) order by p.customer_id for no key update of p`,
    },
    [customerIds],
  );
}

export function updatePaymentPasswordFailures(
  tx: Transaction,
  rows: ReadonlyArray<Pick<PaymentPasswordRow, 'customer_id' | 'failures' | 'locked_until' | 'locks'>>,
): void {
  tx.write(
    {
      name: 'identity.update_payment_passwords',
      text: `update identity.payment_password p
             set failures = changed.failures, locked_until = changed.locked_until, locks = changed.locks
             from unnest($1::uuid[], $2::smallint[], $3::timestamptz[], $4::smallint[])
               as changed (customer_id, failures, locked_until, locks)
             where p.customer_id = changed.customer_id`,
    },
    [
      rows.map((row) => row.customer_id),
      rows.map((row) => row.failures),
      rows.map((row) => row.locked_until),
      rows.map((row) => row.locks),
    ],
  );
}

/** A new payment password starts with five tries, whatever became of the old one. */
export async function upsertPaymentPassword(
  tx: Transaction,
  customerId: string,
  hash: Buffer,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.upsert_payment_password',
      text: `insert into identity.payment_password (customer_id, hash) values ($1, $2)
             on conflict (customer_id) do update set hash = $2, failures = 0, locked_until = null, locks = 0`,
    },
    [customerId, hash],
  );
}
