import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** @param until null: not put off any more. What the customer said before is no reason to wake it. */
export async function setSnooze(tx: Transaction, conversationId: string, until: Date | null): Promise<void> {
  await tx.query(
    {
      name: 'support.set_snooze',
      text: `update support.conversation set snoozed_until = $2, awaits_reply = awaits_reply and $2::timestamptz is null where id = $1`,
    },
    [conversationId, until],
  );
}

export async function countSnoozed(tx: Transaction, agentId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    {
      name: 'support.count_snoozed',
      text: `select count(*)::int as count from support.conversation
             where agent_id = $1 and status = 'assigned' and snoozed_until is not null`,
    },
    [agentId],
  );
  return row?.count ?? 0;
}

/** Put off, and the time has come or the customer has written. */
export async function findDue(
  q: Queryable,
  now: Date,
  limit: number,
): Promise<Array<{ id: string; agent_id: string }>> {
  return q.query(
    {
      name: 'support.due',
      text: `select id, agent_id from support.conversation
             where snoozed_until is not null and (snoozed_until <= $1 or awaits_reply) order by snoozed_until limit $2`,
    },
    [now, limit],
  );
}
