import type { Platform } from '../platform/platform.ts';
import { insertAudit } from './queries/audit.ts';
import { seeOnNetwork, updateSessionNetwork } from './queries/networks.ts';

/** A session has moved to another network. @returns whether it is one that its customer has not confirmed */
export async function seeNetwork(
  { db, clock }: Platform,
  seen: { sessionId: string; customerId: string; network: string; address: string },
): Promise<boolean> {
  const { sessionId, customerId, network, address } = seen;
  const at = clock.now();
  return db.transaction(async (tx) => {
    const { confirmed, first } = await seeOnNetwork(tx, { customerId, network, at });
    await updateSessionNetwork(tx, sessionId, network, !confirmed);
    if (first) await insertAudit(tx, [{ at, action: 'network.new', customerId, address }]);
    return !confirmed;
  });
}
