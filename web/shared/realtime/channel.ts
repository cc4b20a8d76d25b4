import type { Problem } from '../../../contract/problem.ts';
import type { ServerFrame } from '../../../contract/realtime.ts';
import type { Conversation, Message } from '../../../contract/support.ts';
import type { UnsentMessage } from './outbox.ts';

/** `sent`: acknowledged, and about to appear among the messages. */
export interface OutgoingMessage extends UnsentMessage {
  state: 'sending' | 'failed' | 'sent';
}

export interface ConversationState {
  /** Everything known, in order, each once. */
  messages: readonly Message[];
  /** What this device sent that is not among the messages yet, in the order it was written. */
  outgoing: readonly OutgoingMessage[];
  conversation?: Conversation;
  typing?: 'customer' | 'agent' | 'assistant';
  /** How far each side has read, and how far its client has it, as sequence numbers. */
  read: { customer: number; agent: number };
  delivered: { customer: number; agent: number };
  /** Its messages, or the reason why there are none, have begun to come. */
  loaded: boolean;
  /** Why this conversation may not be read. */
  problem?: Problem;
}

export type ConversationFrame = Extract<
  ServerFrame,
  { type: 'messages' | 'conversation' | 'typing' | 'read' }
>;

const typingLastsMs = 6_000;
/** Frames of a long history follow each other closely; whoever watches is told of several at once. */
const historyFrame = 50;
const historyPauseMs = 40;

/** What is known of one conversation, for whoever watches. Knows nothing of sockets. */
export function createConversationState() {
  let state: ConversationState = {
    messages: [],
    outgoing: [],
    read: { customer: 0, agent: 0 },
    delivered: { customer: 0, agent: 0 },
    loaded: false,
  };
  const watchers = new Set<() => void>();
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    clearTimeout(telling);
    telling = undefined;
    for (const watcher of watchers) watcher();
  }

  function change(part: Partial<ConversationState>, isHistory = false): void {
    state = { ...state, ...part };
    if (isHistory) telling ??= setTimeout(tell, historyPauseMs);
    else tell();
  }

  const lastSequence = () => state.messages.at(-1)?.sequence ?? 0;

  function addMessages(messages: readonly Message[]): void {
    let last = lastSequence();
    const added: Message[] = [];
    for (const message of messages) {
      if (message.sequence <= last) continue;
      last = message.sequence;
      added.push(message);
    }
    const arrived = new Set(messages.flatMap(({ clientMessageId }) => clientMessageId ?? []));
    const arrivedPart = {
      loaded: true,
      problem: undefined,
      messages: added.length > 0 ? [...state.messages, ...added] : state.messages,
      outgoing: state.outgoing.filter(({ clientMessageId }) => !arrived.has(clientMessageId)),
      ...(added.some(({ sender }) => sender.kind === state.typing) ? { typing: undefined } : {}),
    };
    change(arrivedPart, messages.length >= historyFrame);
  }

  function hear(frame: ConversationFrame): void {
    switch (frame.type) {
      case 'messages':
        return addMessages(frame.messages);
      case 'conversation':
        // It may be told of before its messages are asked for.
        return change({
          conversation: frame.conversation,
          loaded: state.loaded || frame.conversation.lastSequence === 0,
        });
      case 'typing':
        clearTimeout(typingTimer);
        typingTimer = setTimeout(() => change({ typing: undefined }), typingLastsMs);
        return change({ typing: frame.sender });
      case 'read':
        return change({
          read: { ...state.read, [frame.reader]: Math.max(frame.sequence, state.read[frame.reader]) },
          delivered: {
            ...state.delivered,
            [frame.reader]: Math.max(frame.delivered, state.delivered[frame.reader]),
          },
        });
    }
  }

  return {
    get: () => state,
    change: (part: Partial<ConversationState>) => change(part),
    hear,
    lastSequence,
    /** Replaces the outgoing message with this id, or adds it; keeps the order they were written in. */
    setOutgoing(message: OutgoingMessage): void {
      const others = state.outgoing.filter(
        ({ clientMessageId }) => clientMessageId !== message.clientMessageId,
      );
      change({
        outgoing: [...others, message].toSorted((a, b) => (a.clientMessageId < b.clientMessageId ? -1 : 1)),
      });
    },
    removeOutgoing(id: string): void {
      change({ outgoing: state.outgoing.filter(({ clientMessageId }) => clientMessageId !== id) });
    },
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
