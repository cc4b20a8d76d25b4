import { v5 } from 'uuid';
import type { Card } from '../../contract/guides.ts';
import type { ServerFrame } from '../../contract/realtime.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import type { NewMessage, Support } from '../support/support.ts';
import type { AnyGuide } from './definition.ts';
import * as queries from './queries.ts';
import { type Run, toGuideRun } from './run.ts';
import { text } from './wording.ts';
import { readSteps } from './step-queries.ts';

/** The same message of a run always has the same id, so that it is said once however often it is walked. */
export function messageIdOf(runId: string, message: string): string {
  return v5(message, runId);
}

function cardMessage(run: Run, conversationId: string, card: Card): NewMessage {
  return {
    conversationId,
    sender: { kind: 'assistant' },
    content: { type: 'card', card },
    clientMessageId: messageIdOf(run.id, `card ${card.step}`),
  };
}

/** The line in the conversation that says how a run ended. */
export function endMessage(run: Run, conversationId: string): NewMessage[] {
  const event =
    run.status === 'resolved'
      ? ({ event: 'guide_resolved', text: text('问题已解决', 'Solved') } as const)
      : run.status === 'handed_off' && run.topic !== undefined
        ? ({
            event: 'guide_handed_off',
            text: text(
              `已转人工：${run.topic.zh}。客服能看到以上检查结果。`,
              `Passed to a person: ${run.topic.en}. They can see everything checked above.`,
            ),
            deskText: text(`已转人工：${run.topic.zh}`, `Passed to a person: ${run.topic.en}`),
          } as const)
        : undefined;
  if (event === undefined) return [];
  return [
    {
      conversationId,
      sender: { kind: 'system' },
      content: { type: 'event', ...event },
      clientMessageId: messageIdOf(run.id, `ended ${run.cardNumber}`),
    },
  ];
}

/** Puts the run into the queue for people. */
export async function handOff(
  support: Support,
  tx: Transaction,
  guide: AnyGuide | undefined,
  run: Run,
  conversationId: string,
): Promise<void> {
  // Where the conversation is queued already, it is at least told what it is about.
  if (run.topic !== undefined) await support.setTopic(tx, conversationId, run.topic);
  await support.enqueue(tx, conversationId, {
    reason: 'guide',
    topic: run.topic,
    priority: run.priority ?? 'normal',
    skill: guide?.area,
  });
}

/** Tells the conversation, the queue and whoever is connected where a run has come to. */
export async function tell(
  platform: Platform,
  support: Support,
  tx: Transaction,
  guide: AnyGuide,
  run: Run,
  cards: readonly Card[],
): Promise<void> {
  const { conversationId } = run;
  const inConversation = conversationId !== undefined && (run.door === 'chat' || run.door === 'agent');
  if (inConversation) {
    // The hand-off's own card is for doors without a conversation; here the queue shows itself.
    const shown = run.status === 'handed_off' ? cards.filter((card) => card.step !== run.cardNumber) : cards;
    await support.append(tx, [
      ...shown.map((card) => cardMessage(run, conversationId, card)),
      ...endMessage(run, conversationId),
    ]);
  }
  if (run.status === 'handed_off' && run.topic !== undefined) {
    const conversation = conversationId && (await support.conversation(tx, conversationId));
    if (conversation && conversation.status !== 'closed')
      await handOff(support, tx, guide, run, conversation.id);
    else await queries.leaveConversation(tx, run.id);
  }
  const steps = (await readSteps(tx, [run.id])).get(run.id) ?? [];
  // Customers read the conversation's topic too, so the frame carries what they may see; the desk reads the evidence.
  const frame: ServerFrame = {
    type: 'guide_run',
    conversationId,
    run: toGuideRun(run, steps, guide.title, 'customer'),
  };
  tx.afterCommit(() => {
    if (run.status !== 'active')
      platform.metrics.guideOutcomes.inc({ guide: run.guide, door: run.door, outcome: run.status });
    platform.bus.publish(`customer:${run.customerId}`, frame);
    if (conversationId !== undefined) platform.bus.publish(`conversation:${conversationId}`, frame);
  });
}
