import type { Transaction } from '../platform/database/database.ts';
import type { Event } from '../platform/events.ts';
import type { Platform } from '../platform/platform.ts';
import type { Support } from '../support/support.ts';
import * as queries from './queries.ts';
import { intents } from './intents.ts';
import { said, statement, suggestionsOf } from './say.ts';

const task = 'assistant.close_solved';
/** How long after a guide has solved it a customer may come up with something else. */
const quietMinutes = 10;

const farewell = said(
  '问题解决了，这次会话先到这里。欢迎评分，有事随时再来。',
  'That is solved, so I close this conversation. Please rate it, and come back any time.',
);

/** That a guide has solved what the customer came for. */
export const isSolved = ({ topic, payload }: Event): boolean =>
  topic === 'conversation.message' && payload.event === 'guide_resolved';

/** Offers what the customer named besides; where there is nothing more, closes after a while unless something comes up. */
export async function noteSolved(
  { clock, jobs }: Platform,
  support: Support,
  tx: Transaction,
  event: Event,
): Promise<void> {
  const conversationId = event.subjectId;
  const conversation = await support.conversation(tx, conversationId);
  if (conversation?.status !== 'assistant') return;
  const standing = await queries.lockStanding(tx, conversationId);
  const [next, ...later] = standing.pending;
  if (next !== undefined) {
    const { label } = intents[next];
    const offer = said(
      `您还提到“${label.zh}”，现在看吗？`,
      `You also mentioned “${label.en}”. Shall we look at it now?`,
      { suggest: [next] },
    );
    await support.append(tx, [statement(conversationId, String(event.payload.messageId), offer)]);
    await queries.saveStanding(tx, { ...standing, pending: later, suggestions: suggestionsOf([next]) });
    return;
  }
  await queries.saveStanding(tx, { ...standing, solved: true });
  await jobs.add(tx, [
    {
      task,
      payload: { conversationId },
      runAt: new Date(clock.now().getTime() + quietMinutes * 60_000),
      key: `${task} ${conversationId}`,
    },
  ]);
}

/** Says goodbye, closes, and so asks for a rating; nothing where a person has it or waits for one. */
export async function closeSolved(
  support: Support,
  tx: Transaction,
  conversationId: string,
  about: string,
): Promise<boolean> {
  const conversation = await support.conversation(tx, conversationId);
  if (conversation?.status !== 'assistant') return false;
  await support.append(tx, [statement(conversationId, about, farewell, 'farewell')]);
  return support.closeSolved(tx, conversationId);
}

export function defineClosing({ db, jobs }: Platform, support: Support): void {
  jobs.define(task, async ({ conversationId }) => {
    const id = String(conversationId);
    await db.transaction(async (tx) => {
      // What the customer has written since has made it unsolved again.
      const { solved } = await queries.lockStanding(tx, id);
      if (solved) await closeSolved(support, tx, id, id);
    });
  });
}
