import type { LocalizedText } from '../../../contract/text.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Support } from '../../support/support.ts';
import { messageIdOf } from '../tell.ts';
import * as queries from './queries.ts';

const tellTask = 'guides.tell_incident_over';
const toldAtOnce = 200;

/** An incident is over; who reported it is told, if customers were told of it. */
export async function end(
  { clock, jobs }: Platform,
  tx: Transaction,
  incident: queries.IncidentRow,
  words: LocalizedText,
): Promise<void> {
  await queries.updateIncident(tx, { ...incident, at: clock.now(), ended: true });
  if (incident.state === 'announced')
    await jobs.add(tx, [{ task: tellTask, payload: { incidentId: incident.id, words } }]);
}

/** Tells those who reported, each once: in the open conversation, or else by a notice to the account's addresses. */
export function defineTelling({ db, jobs, clock }: Platform, identity: Identity, support: Support): void {
  jobs.define(tellTask, async (payload) => {
    const { incidentId, words } = payload as { incidentId: string; words: LocalizedText };
    for (;;) {
      const reporters = await queries.readUntold(db, incidentId, toldAtOnce);
      const open = await support.live.customerConversations(reporters, []);
      await db.transaction(async (tx) => {
        const untold = await queries.markTold(tx, incidentId, reporters, clock.now());
        const inChat = open.filter(({ customerId }) => untold.has(customerId));
        await support.append(
          tx,
          inChat.map(({ conversation }) => ({
            conversationId: conversation.id,
            sender: { kind: 'system' },
            content: {
              type: 'event',
              event: 'incident_over',
              text: words,
              deskText: { zh: `已告知客户：${words.zh}`, en: `The customer is told: ${words.en}` },
            },
            clientMessageId: messageIdOf(incidentId, 'over'),
          })),
        );
        for (const { customerId } of inChat) untold.delete(customerId);
        for (const customerId of untold) await identity.notify(tx, customerId, 'reported_incident_over');
      });
      if (reporters.length < toldAtOnce) return;
    }
  });
}
