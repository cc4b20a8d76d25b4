import type { LocalizedText } from '../../../contract/text.ts';
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

/** Says it in the open conversations of those who reported; each once, however often the job runs. */
export function defineTelling({ db, jobs }: Platform, support: Support): void {
  jobs.define(tellTask, async (payload) => {
    const { incidentId, words } = payload as { incidentId: string; words: LocalizedText };
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const reporters = await queries.readReporters(db, incidentId, after, toldAtOnce);
      const open = await support.live.customerConversations(reporters, []);
      await db.transaction((tx) =>
        support.append(
          tx,
          open.map(({ conversation }) => ({
            conversationId: conversation.id,
            sender: { kind: 'system' },
            content: { type: 'event', event: 'incident_over', text: words },
            clientMessageId: messageIdOf(incidentId, 'over'),
          })),
        ),
      );
      after = reporters.at(-1) ?? after;
      if (reporters.length < toldAtOnce) return;
    }
  });
}
