import type { Client, Context } from './context.ts';
import { insertAudit } from './queries/audit.ts';
import { deleteSession } from './queries/sessions.ts';

/** Ends the session a request came with, at once and on every node. */
export async function logOut(
  context: Context,
  who: { customerId: string; deviceId: string } | { staffId: string },
  client: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  const { sessionTokenHash, address } = client;
  if (sessionTokenHash === undefined) return;
  const isStaff = 'staffId' in who;
  await db.transaction(async (tx) => {
    deleteSession(tx, isStaff ? 'staff' : 'customer', sessionTokenHash);
    await insertAudit(tx, [
      { at: clock.now(), action: isStaff ? 'staff_log_out' : 'log_out', address, ...who },
    ]);
  });
}
