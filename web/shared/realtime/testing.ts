import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClientFrame, ServerFrame } from '../../../contract/realtime.ts';
import { problems } from '../../../contract/problem.ts';
import type { Message } from '../../../contract/support.ts';

/** What may go wrong at one of the points where something can. */
export type Fault = 'none' | 'cut' | 'silence';

export const conversationId = '019ab000-0000-7000-8000-000000000001';

/**
 * The other end of a conversation on a real socket: keeps what it acknowledges, and before and after every step asks
 * `nextFault` whether the connection breaks there.
 */
export async function startConversationServer(nextFault: () => Fault) {
  const log: Message[] = [];
  const acknowledgements: string[] = [];
  const sockets = new Map<WebSocket, { isSilent: boolean; isSubscribed: boolean }>();
  let refusals = 0;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');

  /** False once the connection is of no more use. */
  function survives(socket: WebSocket): boolean {
    const connection = sockets.get(socket);
    if (!connection || connection.isSilent) return false;
    const fault = nextFault();
    if (fault === 'cut') {
      sockets.delete(socket);
      socket.terminate();
    } else if (fault === 'silence') connection.isSilent = true;
    return fault === 'none';
  }

  function send(socket: WebSocket, frame: ServerFrame): void {
    if (survives(socket)) socket.send(JSON.stringify(frame));
  }

  function append(message: Pick<Message, 'sender' | 'content' | 'clientMessageId'>): Message {
    const sequence = log.length + 1;
    const id = `019ab000-0000-7000-9000-${String(sequence).padStart(12, '0')}`;
    const appended = { ...message, id, conversationId, sequence, sentAt: new Date().toISOString() };
    log.push(appended);
    for (const [socket, { isSubscribed }] of sockets) {
      if (isSubscribed) send(socket, { type: 'messages', conversationId, messages: [appended] });
    }
    return appended;
  }

  function receive(socket: WebSocket, frame: ClientFrame): void {
    if (!survives(socket)) return;
    if (frame.type === 'ping') send(socket, { type: 'pong' });
    if (frame.type === 'subscribe') {
      // One more than was asked for: whatever is repeated, a client shows once.
      const messages = log.filter(({ sequence }) => sequence >= frame.after);
      // In two frames, so that a cut may fall between.
      const half = Math.ceil(messages.length / 2);
      send(socket, { type: 'messages', conversationId, messages: messages.slice(0, half) });
      send(socket, { type: 'messages', conversationId, messages: messages.slice(half) });
      const connection = sockets.get(socket);
      if (connection) connection.isSubscribed = true;
    }
    if (frame.type === 'send') {
      const { clientMessageId, text } = frame;
      if (refusals > 0) {
        refusals -= 1;
        const { status, en } = problems.too_many_requests;
        const problem = { type: 'about:blank', title: en, status, code: 'too_many_requests' } as const;
        send(socket, { type: 'refused', conversationId, clientMessageId, problem });
        return;
      }
      const known = log.find((message) => message.clientMessageId === clientMessageId);
      const kept =
        known ?? append({ sender: { kind: 'customer' }, content: { type: 'text', text }, clientMessageId });
      if (!survives(socket)) return;
      acknowledgements.push(clientMessageId);
      send(socket, { type: 'acknowledged', conversationId, clientMessageId, sequence: kept.sequence });
    }
  }

  server.on('connection', (socket) => {
    sockets.set(socket, { isSilent: false, isSubscribed: false });
    socket.on('message', (data: Buffer) => receive(socket, JSON.parse(data.toString()) as ClientFrame));
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    send(socket, { type: 'ready' });
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    acknowledgements,
    /** The next so many sends are refused for now. */
    refuse: (count: number) => void (refusals += count),
    say: (text: string) =>
      append({ sender: { kind: 'agent', name: '李娜' }, content: { type: 'text', text } }),
    cutAll(): void {
      for (const socket of sockets.keys()) socket.terminate();
      sockets.clear();
    },
    stop(): void {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
