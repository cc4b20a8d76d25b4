import type { DocumentKind } from '../../../contract/identity-document.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface DocumentRow {
  kind: DocumentKind;
  sealed: Buffer;
  hash: Buffer;
  added_at: Date;
}

export async function selectDocument(q: Queryable, customerId: string): Promise<DocumentRow | undefined> {
  const [row] = await q.query<DocumentRow>(
    {
      name: 'identity.document',
      text: 'select kind, sealed, hash, added_at from identity.document where customer_id = $1',
    },
    [customerId],
  );
  return row;
}

/** In place of the one before. */
export async function upsertDocument(tx: Transaction, customerId: string, row: DocumentRow): Promise<void> {
  await tx.query(
    {
      name: 'identity.upsert_document',
      text: `insert into identity.document (customer_id, kind, sealed, hash, added_at) values ($1, $2, $3, $4, $5)
             on conflict (customer_id) do update set kind = $2, sealed = $3, hash = $4, added_at = $5`,
    },
    [customerId, row.kind, row.sealed, row.hash, row.added_at],
  );
}

/** @returns false when there was none */
export async function deleteDocument(tx: Transaction, customerId: string): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'identity.delete_document',
      text: 'delete from identity.document where customer_id = $1 returning customer_id',
    },
    [customerId],
  );
  return rows.length === 1;
}
