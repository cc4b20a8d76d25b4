import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../contract/realtime.ts';
import type { Conversation, DeskConversation } from '../../contract/support.ts';
import type { Language } from '../../contract/text.ts';
import { OverloadedError } from '../platform/group-commit.ts';
import { problemBody } from '../platform/http/problem-reply.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { LiveSupport, Reader } from '../support/support.ts';
import { messagesFrame, parseFrame, subjectOf } from './frame.ts';
import { createFrameLimit } from './frame-limit.ts';
import { createOutbox, encodeText } from './outbox.ts';
import { createSubscription, replayPage, type Subscription } from './subscription.ts';

/** A socket whose client does not read is dropped when this much waits for it; the client resumes. In bytes. */
const mostBuffered = 4 * 1024 * 1024;
const mostSubscriptions = 100;
/** Messages of one socket that are not in the database yet. */
const mostSends = 100;
/** Somebody who types is told of at most this often. */
const typingMilliseconds = 1_000;

/** One client at one socket. */
export interface Connection {
  readonly reader: Reader;
  /** Its conversations that were in the queue when it was last told of them. */
  readonly queued: ReadonlySet<string>;
  /** Adds the conversations subscribed to, with how far each has been delivered, where that is the least of all readers. */
  addPositions(least: Map<string, number>): void;
  /** Whether this conversation is subscribed to. */
  follows(conversationId: string): boolean;
  /** Whether its person has done something here since this was last asked; being open is not doing something. */
  wasUsed(): boolean;
  /** Reads on where a conversation has come further than has been delivered. */
  catchUp(ahead: ReadonlyMap<string, number>): void;
  send(frame: ServerFrame): void;
  /** Tells a customer of their conversation, unless they know it so already. */
  sendConversation(conversation: Conversation): void;
  /** The same with what was read when the socket opened, unless something was told since, which may be newer. */
  sendFirst(conversation: Conversation): void;
  /** Tells the desk of a conversation, and drops a subscription that is no longer allowed. */
  sendInbox(entry: DeskConversation): void;
  /** Of each `beatMilliseconds`: pings after one in which nothing came, and drops the socket after two more. */
  beat(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

interface Live {
  subscription: Subscription;
  stopListening: () => void;
  /** False for a supervisor who only reads. */
  takesPart: boolean;
  typedAt: number;
}

export function createConnection(
  { bus, clock, log }: Platform,
  live: LiveSupport,
  client: { socket: WebSocket; stream: Duplex; reader: Reader; language: Language },
): Connection {
  const { socket, stream, reader, language } = client;
  const outbox = createOutbox(socket, stream);
  const subscriptions = new Map<string, Live>();
  /** The latest wish to subscribe, until the conversation has been looked up. */
  const wanted = new Map<string, symbol>();
  const queued = new Set<string>();
  const known = new Map<string, string>();
  const limit = createFrameLimit(() => clock.now().getTime());
  const side = reader.kind === 'customer' ? 'customer' : 'agent';
  const toSend: Array<ClientFrame & { type: 'send' }> = [];
  /** Beats since something came. */
  let silent = 0;
  let used = false;

  function send(frame: ServerFrame): void {
    deliver(encodeText(JSON.stringify(frame)));
  }

  function deliver(frame: Buffer): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostBuffered) {
      log.warn({ reader: reader.kind }, 'a socket whose client does not read was dropped');
      socket.terminate();
      return;
    }
    outbox.push(frame);
  }

  function close(code: number, reason: string): void {
    outbox.flush();
    socket.close(code, reason);
  }

  function refuse(error: unknown, about: { conversationId?: string; clientMessageId?: string } = {}): void {
    const problem =
      error instanceof ProblemError
        ? problemBody(error.code, language, error.details)
        : problemBody(error instanceof OverloadedError ? 'service_unavailable' : 'internal_error', language);
    if (problem.code === 'internal_error') log.error({ err: error }, 'a frame could not be handled');
    send({ type: 'refused', ...about, problem });
  }

  function unsubscribe(conversationId: string): void {
    wanted.delete(conversationId);
    const entry = subscriptions.get(conversationId);
    entry?.stopListening();
    entry?.subscription.end();
    subscriptions.delete(conversationId);
  }

  /** What happens in a conversation, for this side of it. */
  function hear(frame: ServerFrame, subscription: Subscription): void {
    if (frame.type === 'messages') subscription.receive(frame.messages);
    else if (frame.type === 'typing' && frame.sender !== side) send(frame);
    else if (frame.type === 'read') send(frame);
    else if (frame.type === 'guide_run' && side === 'agent') send(frame);
  }

  async function subscribe(conversationId: string, after: number): Promise<void> {
    if (subscriptions.size >= mostSubscriptions && !subscriptions.has(conversationId))
      throw new ProblemError('too_many_requests');
    const wish = Symbol();
    wanted.set(conversationId, wish);
    const { lastSequence, read, takesPart } = await live.requireReader(reader, conversationId);
    if (socket.readyState !== socket.OPEN || wanted.get(conversationId) !== wish) return;
    unsubscribe(conversationId);
    const subscription = createSubscription({
      after: Math.min(after, lastSequence),
      notes: side === 'agent',
      read: (position) => live.messagesAfter(conversationId, position, replayPage),
      deliver: (messages) => deliver(messagesFrame(conversationId, messages)),
      taken: outbox.taken,
      fail: (error) => {
        log.error(
          { err: error },
          'a conversation could not be read; its socket is closed, the client resumes',
        );
        close(1011, 'try again');
      },
    });
    // Listening starts before reading, so that nothing falls in between.
    const stopListening = bus.subscribe<ServerFrame>(`conversation:${conversationId}`, (frame) =>
      hear(frame, subscription),
    );
    subscriptions.set(conversationId, { subscription, stopListening, takesPart, typedAt: 0 });
    subscription.catchUp();
    for (const whose of ['customer', 'agent'] as const)
      if (read[whose].delivered > 0) send({ type: 'read', conversationId, reader: whose, ...read[whose] });
    await tellState(conversationId);
  }

  async function tellState(conversationId: string): Promise<void> {
    if (reader.kind === 'staff') {
      const [entry] = await live.deskConversations([conversationId]);
      if (entry !== undefined) send({ type: 'inbox', conversation: live.visibleTo(reader.caller, entry) });
      return;
    }
    const before = known.get(conversationId);
    const [found] = await live.customerConversations([], [conversationId]);
    // What was told meanwhile may be newer.
    if (found === undefined || known.get(conversationId) !== before) return;
    known.delete(conversationId);
    sendConversation(found.conversation);
  }

  /** One after another, so that they keep their order. */
  async function sendAll(): Promise<void> {
    for (let frame = toSend[0]; frame !== undefined; toSend.shift(), frame = toSend[0]) {
      const { conversationId, clientMessageId, text, kind = 'reply' } = frame;
      try {
        const { sequence } = await (reader.kind === 'customer'
          ? live.sendAsCustomer(reader.caller, conversationId, { clientMessageId, text })
          : live.sendAsStaff(reader.caller, conversationId, { clientMessageId, kind, text }));
        send({ type: 'acknowledged', conversationId, clientMessageId, sequence });
      } catch (error) {
        refuse(error, subjectOf(frame));
      }
    }
  }

  function typing(conversationId: string): void {
    const entry = subscriptions.get(conversationId);
    const at = clock.now().getTime();
    if (!entry?.takesPart || at - entry.typedAt < typingMilliseconds) return;
    entry.typedAt = at;
    const frame: ServerFrame = { type: 'typing', conversationId, sender: side };
    bus.publish(`conversation:${conversationId}`, frame);
  }

  function handle(frame: ClientFrame): void {
    if (frame.type === 'send' || frame.type === 'typing') used = true;
    switch (frame.type) {
      case 'ping':
        return send({ type: 'pong' });
      case 'unsubscribe':
        return unsubscribe(frame.conversationId);
      case 'typing':
        return typing(frame.conversationId);
      case 'subscribe': {
        const { conversationId, after } = frame;
        void subscribe(conversationId, after).catch((error: unknown) => refuse(error, { conversationId }));
        return;
      }
      case 'received':
      case 'read': {
        const { type, conversationId, sequence } = frame;
        if (!subscriptions.has(conversationId)) return;
        void live
          .mark(reader, conversationId, sequence, type)
          .catch((error: unknown) => refuse(error, { conversationId }));
        return;
      }
      case 'send': {
        if (frame.kind === 'note' && reader.kind === 'customer')
          return refuse(new ProblemError('not_allowed'), subjectOf(frame));
        if (toSend.length >= mostSends)
          return refuse(new ProblemError('too_many_requests'), subjectOf(frame));
        if (toSend.push(frame) === 1) void sendAll();
        return;
      }
    }
  }

  function offend(problem: ProblemError): void {
    refuse(problem);
    if (limit.offend()) close(1008, 'too many bad frames');
  }

  socket.on('message', (data, isBinary) => {
    silent = 0;
    const frame = isBinary ? undefined : parseFrame((data as Buffer).toString());
    if (!limit.allow()) {
      refuse(new ProblemError('too_many_requests'), frame === undefined ? {} : subjectOf(frame));
      if (limit.offend()) close(1008, 'too many frames');
    } else if (frame === undefined) offend(new ProblemError('malformed_request'));
    else handle(frame);
  });
  socket.on('pong', () => {
    silent = 0;
  });
  socket.on('close', () => {
    for (const conversationId of subscriptions.keys()) unsubscribe(conversationId);
  });

  function sendConversation(conversation: Conversation): void {
    const state = JSON.stringify({ ...conversation, lastSequence: 0 });
    if (known.get(conversation.id) === state) return;
    known.set(conversation.id, state);
    if (conversation.status === 'queued') queued.add(conversation.id);
    else queued.delete(conversation.id);
    send({ type: 'conversation', conversation });
  }

  return {
    reader,
    queued,
    addPositions(least) {
      for (const [id, { subscription }] of subscriptions) {
        const position = subscription.position();
        if (position < (least.get(id) ?? Infinity)) least.set(id, position);
      }
    },
    follows: (conversationId) => subscriptions.has(conversationId),
    wasUsed() {
      const was = used;
      used = false;
      return was;
    },
    catchUp(ahead) {
      for (const [id, last] of ahead) {
        const subscription = subscriptions.get(id)?.subscription;
        // It may have come while it was being compared.
        if (subscription !== undefined && subscription.position() < last) subscription.catchUp();
      }
    },
    send,
    sendConversation,
    sendFirst(conversation) {
      if (!known.has(conversation.id)) sendConversation(conversation);
    },
    sendInbox(entry) {
      if (reader.kind !== 'staff') return;
      const { staffId, role } = reader.caller;
      const subscribed = subscriptions.get(entry.id);
      if (subscribed !== undefined) subscribed.takesPart = entry.agentId === staffId;
      if (role !== 'supervisor' && entry.agentId !== staffId) unsubscribe(entry.id);
      send({ type: 'inbox', conversation: live.visibleTo(reader.caller, entry) });
    },
    beat() {
      silent++;
      if (silent > 3) socket.terminate();
      else if (silent === 2 && socket.readyState === socket.OPEN) socket.ping();
    },
    close,
    terminate: () => socket.terminate(),
  };
}
