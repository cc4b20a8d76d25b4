import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { GoodwillSource } from './goodwill.ts';

export interface GoodwillRow {
  payment_id: string;
  conversation_id: string | null;
  complaint_id: string | null;
  dispute_id: string | null;
}

export function insertGoodwill(tx: Transaction, paymentId: string, source: GoodwillSource): void {
  const { conversationId, complaintId, disputeId } = {
    conversationId: null,
    complaintId: null,
    disputeId: null,
    ...source,
  };
  tx.write(
    {
      name: 'goodwill.insert',
      text: 'insert into payments.goodwill (payment_id, conversation_id, complaint_id, dispute_id) values ($1, $2, $3, $4)',
    },
    [paymentId, conversationId, complaintId, disputeId],
  );
}

/** Where the goodwill of payments was agreed. */
export function readGoodwill(q: Queryable, paymentIds: readonly string[]): Promise<GoodwillRow[]> {
  return q.query(
    { name: 'goodwill.read', text: 'select * from payments.goodwill where payment_id = any($1::uuid[])' },
    [paymentIds],
  );
}
