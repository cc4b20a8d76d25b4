import type { DeskConversation } from '../../../contract/support.ts';

/** How late an answer is: `soon` shows amber, `late` red. */
export type Urgency = 'calm' | 'soon' | 'late';

export interface Clock {
  /** `queue`: waits for a person; `reply`: has one, and waits for an answer. */
  kind: 'queue' | 'reply';
  /** Epoch milliseconds. */
  since: number;
}

/** Seconds after which a clock turns amber and red. An urgent conversation has half as long. */
export const TARGET_SECONDS = {
  queue: { soon: 60, late: 180 },
  reply: { soon: 120, late: 300 },
} as const;

/** What the customer of a conversation is waiting for, and since when; nothing when they wait for nobody at the desk. */
export function clockOf(conversation: DeskConversation): Clock | undefined {
  const { status, waitingSince, lastMessage } = conversation;
  if (status === 'queued' && waitingSince) return { kind: 'queue', since: Date.parse(waitingSince) };
  if (status === 'assigned' && owesReply(conversation) && lastMessage) {
    return { kind: 'reply', since: Date.parse(lastMessage.sentAt) };
  }
  return undefined;
}

/** The agent who has it has to answer. */
export function owesReply({ status, awaitsReply }: DeskConversation): boolean {
  return status === 'assigned' && awaitsReply;
}

/** @param elapsed milliseconds on the clock */
export function urgencyOf(
  kind: Clock['kind'],
  priority: DeskConversation['priority'],
  elapsed: number,
): Urgency {
  const share = priority === 'urgent' ? 0.5 : 1;
  const { soon, late } = TARGET_SECONDS[kind];
  if (elapsed >= late * 1000 * share) return 'late';
  return elapsed >= soon * 1000 * share ? 'soon' : 'calm';
}

/** 65000 → "01:05", an hour and more → "1:02:05". */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const clock = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
