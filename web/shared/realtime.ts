import { v7 as newId } from 'uuid';
import type { Problem } from '../../contract/problem.ts';
import type { ServerFrame } from '../../contract/realtime.ts';
import { type ConversationState, createConversationState, type OutgoingMessage } from './realtime/channel.ts';
import {
  type ConnectionState,
  type ConnectionTimes,
  createConnection,
  usualTimes,
} from './realtime/connection.ts';
import type { Outbox } from './realtime/outbox.ts';

export type { ConversationState, OutgoingMessage } from './realtime/channel.ts';
export type { ConnectionState } from './realtime/connection.ts';

export interface RealtimeOptions {
  openSocket: () => WebSocket;
  outbox: Outbox;
  times?: Partial<ConnectionTimes>;
  /** A connection was refused; ask over HTTP whether the session still stands. */
  onRefused?: () => void;
}

/** One conversation as this device sees it. */
export interface Channel {
  getState(): ConversationState;
  /** Told of every change. The conversation follows live while anybody watches, and resumes where it was. */
  watch(watcher: () => void): () => void;
  /** Kept until the server acknowledges it, over cuts and reloads; its progress shows in `outgoing`. */
  send(text: string, kind?: 'reply' | 'note'): void;
  /** Sends a refused message again. */
  retry(clientMessageId: string): void;
  /** Gives up a message that was refused. */
  discard(clientMessageId: string): void;
  /** This person is writing; may be called at every key. */
  typing(): void;
  /** Everything up to this message was seen. */
  markRead(sequence: number): void;
}

export interface Realtime {
  start(): void;
  stop(): void;
  /** The network or the person is back. */
  wake(): void;
  connection: { get(): ConnectionState; watch(watcher: () => void): () => void };
  conversation(id: string): Channel;
  /** Every frame that arrives, for what is not about one conversation: payments, guide runs, the inbox. */
  onFrame(listener: (frame: ServerFrame) => void): () => void;
  /** At log-out: forgets conversations and unsent messages. */
  forget(): Promise<void>;
}

const typingEveryMs = 3_000;
/** How long a conversation is still followed after the last watcher left; coming back then costs nothing. */
const lingerMs = 20_000;
/** Refusals that pass by themselves. */
const passing = new Set<Problem['code']>(['too_many_requests', 'service_unavailable', 'internal_error']);
const passingRetries = 5;

interface Followed {
  state: ReturnType<typeof createConversationState>;
  channel: Channel;
  watchers: number;
  lingering?: ReturnType<typeof setTimeout>;
  /** The message whose acknowledgement is awaited: one at a time, so that order never depends on the server. */
  inFlight?: string;
  inFlightTimer?: ReturnType<typeof setTimeout>;
  refusals: number;
  typedAt: number;
  readUpTo: number;
}

/**
 * The live side of an app over one socket: conversations without loss, repeat or reorder, messages that are sent
 * exactly once however often the connection is cut, and the frames about everything else.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const times = { ...usualTimes, ...options.times };
  const followed = new Map<string, Followed>();
  const frameListeners = new Set<(frame: ServerFrame) => void>();
  const connectionWatchers = new Set<() => void>();
  let outboxLoaded = false;

  const connection = createConnection({
    openSocket: options.openSocket,
    times,
    onState: () => {
      for (const watcher of connectionWatchers) watcher();
    },
    onReady: () => {
      for (const [id, conversation] of followed) {
        land(conversation);
        if (isFollowed(conversation)) subscribe(id, conversation);
      }
      for (const id of followed.keys()) pump(id);
    },
    onFrame: (frame) => {
      hear(frame);
      for (const listener of frameListeners) listener(frame);
    },
    onRefused: options.onRefused,
  });

  function follow(id: string): Followed {
    let conversation = followed.get(id);
    if (!conversation) {
      const state = createConversationState();
      conversation = { state, channel: makeChannel(id), watchers: 0, refusals: 0, typedAt: 0, readUpTo: 0 };
      followed.set(id, conversation);
    }
    return conversation;
  }

  const isFollowed = ({ watchers, lingering }: Followed) => watchers > 0 || lingering !== undefined;

  function subscribe(id: string, { state, readUpTo }: Followed): void {
    connection.send({ type: 'subscribe', conversationId: id, after: state.lastSequence() });
    if (readUpTo > 0) connection.send({ type: 'read', conversationId: id, sequence: readUpTo });
  }

  /** Nothing is under way any more. */
  function land(conversation: Followed): void {
    clearTimeout(conversation.inFlightTimer);
    conversation.inFlight = undefined;
  }

  /** Sends the oldest message that waits, unless one is under way. */
  function pump(id: string): void {
    const conversation = follow(id);
    const next = conversation.state.get().outgoing.find(({ state }) => state === 'sending');
    if (!next || conversation.inFlight || !outboxLoaded) return;
    const { clientMessageId, conversationId, kind, text } = next;
    if (!connection.send({ type: 'send', conversationId, clientMessageId, kind, text })) return;
    conversation.inFlight = clientMessageId;
    conversation.inFlightTimer = setTimeout(connection.reset, times.answerMs);
  }

  function hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'messages': {
        const conversation = follow(frame.conversationId);
        for (const { clientMessageId } of frame.messages) {
          if (clientMessageId) settle(frame.conversationId, clientMessageId);
        }
        return conversation.state.hear(frame);
      }
      case 'acknowledged':
        return acknowledged(frame.conversationId, frame.clientMessageId, frame.sequence);
      case 'refused':
        return refused(frame);
      case 'conversation':
        return follow(frame.conversation.id).state.hear(frame);
      case 'typing':
      case 'read':
        return follow(frame.conversationId).state.hear(frame);
    }
  }

  /** The server has this message for good: the next one may go. */
  function settle(conversationId: string, clientMessageId: string): void {
    const conversation = follow(conversationId);
    const { outgoing } = conversation.state.get();
    if (outgoing.some((message) => message.clientMessageId === clientMessageId)) {
      void options.outbox.remove(clientMessageId).catch(() => {});
    }
    if (conversation.inFlight !== clientMessageId) return;
    conversation.refusals = 0;
    land(conversation);
    // After whoever called us has written down what arrived.
    queueMicrotask(() => pump(conversationId));
  }

  function acknowledged(conversationId: string, clientMessageId: string, sequence: number): void {
    const { state, watchers } = follow(conversationId);
    settle(conversationId, clientMessageId);
    const message = state.get().outgoing.find((other) => other.clientMessageId === clientMessageId);
    if (!message) return;
    // It stays in sight until it comes back among the messages.
    if (watchers > 0 && sequence > state.lastSequence()) state.setOutgoing({ ...message, state: 'sent' });
    else state.removeOutgoing(clientMessageId);
  }

  function refused(frame: Extract<ServerFrame, { type: 'refused' }>): void {
    const { conversationId, clientMessageId, problem } = frame;
    if (!conversationId) return;
    const conversation = follow(conversationId);
    if (!clientMessageId) return conversation.state.change({ problem, loaded: true });
    const message = conversation.state
      .get()
      .outgoing.find((other) => other.clientMessageId === clientMessageId);
    if (!message) return;
    if (passing.has(problem.code) && conversation.refusals < passingRetries) {
      conversation.refusals += 1;
      clearTimeout(conversation.inFlightTimer);
      const until = problem.retryAt ? Date.parse(problem.retryAt) - Date.now() : 0;
      const delay = Math.min(Math.max(until, times.shortestDelayMs * 2 ** conversation.refusals), 60_000);
      conversation.inFlightTimer = setTimeout(() => {
        land(conversation);
        pump(conversationId);
      }, delay);
      return;
    }
    conversation.refusals = 0;
    keep({ ...message, state: 'failed', problem });
    land(conversation);
    pump(conversationId);
  }

  function keep(message: OutgoingMessage): void {
    follow(message.conversationId).state.setOutgoing(message);
    const { state: _, ...unsent } = message;
    // Without storage (a private window) the message still lives as long as the page does.
    void options.outbox.put(unsent).catch(() => {});
  }

  function makeChannel(id: string): Channel {
    return {
      getState: () => follow(id).state.get(),
      watch(watcher) {
        const conversation = follow(id);
        const wasFollowed = isFollowed(conversation);
        clearTimeout(conversation.lingering);
        conversation.lingering = undefined;
        conversation.watchers += 1;
        const unwatch = conversation.state.watch(watcher);
        if (!wasFollowed) subscribe(id, conversation);
        return () => {
          unwatch();
          conversation.watchers -= 1;
          if (conversation.watchers > 0) return;
          conversation.lingering = setTimeout(() => {
            conversation.lingering = undefined;
            connection.send({ type: 'unsubscribe', conversationId: id });
          }, lingerMs);
        };
      },
      send(text, kind) {
        const clientMessageId = newId();
        const writtenAt = new Date().toISOString();
        keep({ clientMessageId, conversationId: id, kind, text, writtenAt, state: 'sending' });
        follow(id).typedAt = 0;
        pump(id);
      },
      retry(clientMessageId) {
        const message = follow(id)
          .state.get()
          .outgoing.find((other) => other.clientMessageId === clientMessageId);
        if (message?.state !== 'failed') return;
        keep({ ...message, problem: undefined, state: 'sending' });
        pump(id);
      },
      discard(clientMessageId) {
        if (follow(id).inFlight === clientMessageId) return;
        follow(id).state.removeOutgoing(clientMessageId);
        void options.outbox.remove(clientMessageId).catch(() => {});
      },
      typing() {
        const conversation = follow(id);
        if (Date.now() - conversation.typedAt < typingEveryMs) return;
        conversation.typedAt = Date.now();
        connection.send({ type: 'typing', conversationId: id });
      },
      markRead(sequence) {
        const conversation = follow(id);
        if (sequence <= conversation.readUpTo) return;
        conversation.readUpTo = sequence;
        connection.send({ type: 'read', conversationId: id, sequence });
      },
    };
  }

  /** What an earlier page could not send goes first. */
  async function loadOutbox(): Promise<void> {
    const unsent = await options.outbox.all().catch(() => []);
    for (const message of unsent) {
      follow(message.conversationId).state.setOutgoing({
        ...message,
        state: message.problem ? 'failed' : 'sending',
      });
    }
    outboxLoaded = true;
    for (const id of followed.keys()) pump(id);
  }

  return {
    start() {
      connection.start();
      if (!outboxLoaded) void loadOutbox();
    },
    stop: connection.stop,
    wake: connection.wake,
    connection: {
      get: connection.state,
      watch(watcher) {
        connectionWatchers.add(watcher);
        return () => connectionWatchers.delete(watcher);
      },
    },
    conversation: (id) => follow(id).channel,
    onFrame(listener) {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    async forget() {
      for (const conversation of followed.values()) land(conversation);
      followed.clear();
      await options.outbox.clear().catch(() => {});
    },
  };
}
