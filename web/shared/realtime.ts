import type { ServerFrame } from '../../contract/realtime.ts';
import { type ConversationState, createConversationState } from './realtime/channel.ts';
import {
  type ConnectionState,
  type ConnectionTimes,
  createConnection,
  usualTimes,
} from './realtime/connection.ts';
import type { Outbox } from './realtime/outbox.ts';
import { createSender, isPassing } from './realtime/sender.ts';

export type { ConversationState, OutgoingMessage } from './realtime/channel.ts';
export type { ConnectionState } from './realtime/connection.ts';

export interface RealtimeOptions {
  openSocket: () => WebSocket;
  outbox: Outbox;
  times?: Partial<ConnectionTimes>;
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
  /** A connection was refused: perhaps nobody is logged in, which HTTP can tell. */
  onRefused(listener: () => void): () => void;
  /** At log-out: forgets conversations and unsent messages. */
  forget(): Promise<void>;
}

const typingEveryMs = 3_000;
/** What is read within this time need not be told to have arrived. */
const receiptMs = 500;
/** How long a conversation is still followed after the last watcher left; coming back then costs nothing. */
const lingerMs = 20_000;

interface Followed {
  state: ReturnType<typeof createConversationState>;
  sender: ReturnType<typeof createSender>;
  channel: Channel;
  watchers: number;
  lingering?: ReturnType<typeof setTimeout>;
  typedAt: number;
  readUpTo: number;
  receivedUpTo: number;
  /** Tells, once it is due, that what came has arrived. */
  receipt?: ReturnType<typeof setTimeout>;
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The live side of an app over one socket: conversations without loss, repeat or reorder, messages that are sent
 * exactly once however often the connection is cut, and the frames about everything else.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { outbox } = options;
  const times = { ...usualTimes, ...options.times };
  const followed = new Map<string, Followed>();
  const frameListeners = new Set<(frame: ServerFrame) => void>();
  const connectionWatchers = new Set<() => void>();
  const refusalListeners = new Set<() => void>();
  let outboxLoaded = false;

  const connection = createConnection({
    openSocket: options.openSocket,
    times,
    onState: () => {
      for (const watcher of connectionWatchers) watcher();
    },
    onReady: () => {
      for (const [id, conversation] of followed) {
        conversation.sender.cut();

        if (isFollowed(conversation)) subscribe(id, conversation);
      }
      for (const { sender } of followed.values()) sender.pump();
    },
    onFrame: (frame) => {
      hear(frame);
      for (const listener of frameListeners) listener(frame);
    },
    onRefused: () => {
      for (const listener of refusalListeners) listener();
    },
  });

  function follow(id: string): Followed {
    const known = followed.get(id);
    if (known) return known;
    const state = createConversationState();
    const sender = createSender({
      conversationId: id,
      state,
      outbox,
      times,
      sendFrame: (frame) => outboxLoaded && connection.send(frame),
      onSilence: connection.reset,
    });
    const conversation = {
      state,
      sender,
      channel: makeChannel(id),
      watchers: 0,
      typedAt: 0,
      readUpTo: 0,
      receivedUpTo: 0,
    };
    followed.set(id, conversation);
    return conversation;
  }

  const isFollowed = ({ watchers, lingering }: Followed) => watchers > 0 || lingering !== undefined;

  function subscribe(id: string, { state, readUpTo }: Followed): void {
    connection.send({ type: 'subscribe', conversationId: id, after: state.lastSequence() });
    if (readUpTo > 0) connection.send({ type: 'read', conversationId: id, sequence: readUpTo });
    tellReceived(id);
  }

  /** Everything here is with this person's client; where it is before their eyes, `read` tells more. */
  function tellReceived(id: string): void {
    const conversation = follow(id);
    conversation.receipt ??= setTimeout(() => {
      conversation.receipt = undefined;
      const sequence = conversation.state.lastSequence();
      if (sequence <= Math.max(conversation.readUpTo, conversation.receivedUpTo)) return;
      if (connection.send({ type: 'received', conversationId: id, sequence }))
        conversation.receivedUpTo = sequence;
    }, receiptMs);
  }

  function hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'messages': {
        const { sender, state } = follow(frame.conversationId);
        for (const { clientMessageId } of frame.messages)
          if (clientMessageId) sender.arrived(clientMessageId);
        state.hear(frame);
        return tellReceived(frame.conversationId);
      }
      case 'acknowledged': {
        const conversation = follow(frame.conversationId);
        return conversation.sender.acknowledged(
          frame.clientMessageId,
          frame.sequence,
          isFollowed(conversation),
        );
      }
      case 'refused': {
        if (!frame.conversationId) return;
        const { conversationId, clientMessageId, problem } = frame;
        const conversation = follow(conversationId);
        if (clientMessageId) return conversation.sender.refused(clientMessageId, problem);
        if (!isPassing(problem)) return conversation.state.change({ problem, loaded: true });
        setTimeout(() => {
          if (isFollowed(conversation)) subscribe(conversationId, conversation);
        }, times.shortestDelayMs * 4);
        return;
      }
      case 'conversation':
        return follow(frame.conversation.id).state.hear(frame);
      case 'typing':
      case 'read':
        return follow(frame.conversationId).state.hear(frame);
    }
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
        follow(id).typedAt = 0;
        follow(id).sender.write(text, kind);
      },
      retry: (clientMessageId) => follow(id).sender.retry(clientMessageId),
      discard: (clientMessageId) => follow(id).sender.discard(clientMessageId),
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
    const unsent = await outbox.all().catch(() => []);
    outboxLoaded = true;
    for (const message of unsent) follow(message.conversationId).sender.takeUp(message);
    for (const { sender } of followed.values()) sender.pump();
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
      watch: (watcher) => listen(connectionWatchers, watcher),
    },
    conversation: (id) => follow(id).channel,
    onFrame: (listener) => listen(frameListeners, listener),
    onRefused: (listener) => listen(refusalListeners, listener),
    async forget() {
      for (const { sender } of followed.values()) sender.cut();
      followed.clear();
      await outbox.clear().catch(() => {});
    },
  };
}
