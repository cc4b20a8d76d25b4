import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Money that came and belongs to nobody we know, as it is kept. */
export interface SuspenseRow {
  id: string;
  source: 'settlement_report' | 'bank_statement';
  railId: string;
  reference: string;
  /** Minor units. */
  amount: bigint;
  /** ISO 4217. */
  currency: string;
  /** The bank's own text of an amount that is finer than a minor unit; `amount` is less then. */
  statedAmount: string | null;
  payerName: string | null;
  payerAccount: string | null;
  remittance: string | null;
  bookedAt: Date;
  receivedAt: Date;
  state: 'open' | 'assigned' | 'returning' | 'returned' | 'settled';
  customerId: string | null;
  resolvedBy: string | null;
  approvalId: string | null;
  resolvedAt: Date | null;
}

export type NewSuspense = Omit<
  SuspenseRow,
  'state' | 'customerId' | 'resolvedBy' | 'approvalId' | 'resolvedAt'
>;

const columns = `id, source, rail_id as "railId", reference, amount, currency, stated_amount as "statedAmount",
  payer_name as "payerName",
  payer_account as "payerAccount", remittance, booked_at as "bookedAt", received_at as "receivedAt", state,
  customer_id as "customerId", resolved_by as "resolvedBy", approval_id as "approvalId", resolved_at as "resolvedAt"`;

/** @returns the item's id, and whether it is new */
export async function insertSuspense(
  tx: Transaction,
  row: NewSuspense,
): Promise<{ id: string; isNew: boolean }> {
  const inserted = await tx.query(
    {
      name: 'suspense.insert',
      text: `insert into payments.suspense_item (id, source, rail_id, reference, amount, currency, payer_name, payer_account,
               remittance, booked_at, received_at, stated_amount)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (rail_id, reference) do nothing returning id`,
    },
    [
      row.id,
      row.source,
      row.railId,
      row.reference,
      row.amount,
      row.currency,
      row.payerName,
      row.payerAccount,
      row.remittance,
      row.bookedAt,
      row.receivedAt,
      row.statedAmount,
    ],
  );
  if (inserted.length > 0) return { id: row.id, isNew: true };
  const [known] = await tx.query<{ id: string }>(
    {
      name: 'suspense.known',
      text: 'select id from payments.suspense_item where rail_id = $1 and reference = $2',
    },
    [row.railId, row.reference],
  );
  return { id: known?.id as string, isNew: false };
}

export async function readSuspense(q: Queryable, id: string): Promise<SuspenseRow | undefined> {
  const [row] = await q.query<SuspenseRow>(
    { name: 'suspense.read', text: `select ${columns} from payments.suspense_item where id = $1` },
    [id],
  );
  return row;
}

export async function findByApproval(q: Queryable, approvalId: string): Promise<SuspenseRow | undefined> {
  const [row] = await q.query<SuspenseRow>(
    {
      name: 'suspense.by_approval',
      text: `select ${columns} from payments.suspense_item where approval_id = $1`,
    },
    [approvalId],
  );
  return row;
}

export async function lockSuspense(tx: Transaction, id: string): Promise<SuspenseRow | undefined> {
  const [row] = await tx.query<SuspenseRow>(
    { name: 'suspense.lock', text: `select ${columns} from payments.suspense_item where id = $1 for update` },
    [id],
  );
  return row;
}

/** Those that wait for somebody, oldest first, or those resolved last. */
export function listSuspense(q: Queryable, open: boolean, limit: number): Promise<SuspenseRow[]> {
  return q.query(
    open
      ? `select ${columns} from payments.suspense_item where state in ('open', 'returning') order by received_at limit $1`
      : `select ${columns} from payments.suspense_item where state in ('assigned', 'returned', 'settled')
         order by resolved_at desc limit $1`,
    [limit],
  );
}

export async function updateSuspense(tx: Transaction, row: SuspenseRow): Promise<void> {
  await tx.query(
    {
      name: 'suspense.update',
      text: `update payments.suspense_item set state = $2, customer_id = $3, resolved_by = $4, approval_id = $5, resolved_at = $6
             where id = $1`,
    },
    [row.id, row.state, row.customerId, row.resolvedBy, row.approvalId, row.resolvedAt],
  );
}
