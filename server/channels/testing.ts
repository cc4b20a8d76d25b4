import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import {
  type ClientFrame,
  customerRealtimePath,
  deskRealtimePath,
  type ServerFrame,
  serverFrameSchema,
} from '../../contract/realtime.ts';
import type { Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { type Node, type Person, startDesk, type TestDesk } from '../support/testing.ts';
import { registerWebChat } from './web-chat.ts';

export interface TestChat extends TestDesk {
  port: number;
  addChatNode(): Promise<Node & { port: number }>;
}

async function listen(node: Node): Promise<number> {
  await node.app.listen({ host: '127.0.0.1', port: 0 });
  return (node.app.server.address() as AddressInfo).port;
}

/** Support with its sockets, listening. */
export async function startChat(): Promise<TestChat> {
  const desk = await startDesk((app, node) => registerWebChat(app, node.platform, node));
  return {
    ...desk,
    port: await listen(desk),
    async addChatNode() {
      const node = await desk.addNode();
      return { ...node, port: await listen(node) };
    },
  };
}

/** One socket, with every frame it has received. */
export interface TestSocket {
  frames: ServerFrame[];
  socket: WebSocket;
  /** Resolves with the close code. */
  closed: Promise<number>;
  send(frame: ClientFrame): void;
  /** The first frame, from now on or already here, of this type for which `is` holds. */
  next<Type extends ServerFrame['type']>(
    type: Type,
    is?: (frame: Extract<ServerFrame, { type: Type }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: Type }>>;
  end(): Promise<void>;
}

export const socketUrl = (port: number, door: 'customer' | 'desk') =>
  `ws://127.0.0.1:${port}${door === 'customer' ? customerRealtimePath : deskRealtimePath}`;

/** Resolves once the server has said that it is ready. */
export async function openSocket(
  port: number,
  door: 'customer' | 'desk',
  person: Pick<Person, 'cookie'>,
): Promise<TestSocket> {
  const socket = new WebSocket(socketUrl(port, door), { headers: { cookie: person.cookie } });
  const frames: ServerFrame[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(serverFrameSchema.parse(JSON.parse((data as Buffer).toString())));
    for (const listener of listeners) listener();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const test: TestSocket = {
    frames,
    socket,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    next: (type, is = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          for (const frame of frames)
            if (frame.type === type && is(frame as never)) {
              clearTimeout(timer);
              listeners.delete(look);
              resolve(frame as never);
              return;
            }
        };
        const timer = setTimeout(
          () => reject(new Error(`no ${type} in ${JSON.stringify(frames).slice(0, 2000)}`)),
          10_000,
        );
        listeners.add(look);
        look();
      }),
    async end() {
      socket.close();
      await closed;
    },
  };
  await once(socket, 'open');
  await test.next('ready');
  return test;
}

/** What a client keeps through cuts: where it stands, and what has not been acknowledged. */
export interface ResumingClient {
  transcript: Message[];
  unacknowledged: Map<string, ClientFrame>;
  say(text: string, kind?: 'reply' | 'note'): void;
  /** Its connection breaks; it comes back by itself. */
  cut(): void;
  stop(): void;
}

/** A client as the wallet's and the desk's should be: resumes where it stood, and sends again what was not acknowledged. */
export function resumingClient(
  url: () => string,
  person: Pick<Person, 'cookie'>,
  conversationId: string,
): ResumingClient {
  let socket: WebSocket | undefined;
  let stopped = false;
  const client: ResumingClient = {
    transcript: [],
    unacknowledged: new Map(),
    say(text, kind) {
      const clientMessageId = newId();
      const frame: ClientFrame = {
        type: 'send',
        conversationId,
        clientMessageId,
        text,
        ...(kind === undefined ? {} : { kind }),
      };
      client.unacknowledged.set(clientMessageId, frame);
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    cut: () => socket?.terminate(),
    stop() {
      stopped = true;
      socket?.terminate();
    },
  };

  function connectAgain(): void {
    if (stopped) return;
    const mine = new WebSocket(url(), { headers: { cookie: person.cookie } });
    socket = mine;
    mine.on('open', () => {
      const after = client.transcript.at(-1)?.sequence ?? 0;
      mine.send(JSON.stringify({ type: 'subscribe', conversationId, after }));
      for (const frame of client.unacknowledged.values()) mine.send(JSON.stringify(frame));
    });
    mine.on('message', (data) => {
      const frame = serverFrameSchema.parse(JSON.parse((data as Buffer).toString()));
      if (frame.type === 'messages') client.transcript.push(...frame.messages);
      if (frame.type === 'acknowledged') client.unacknowledged.delete(frame.clientMessageId);
      if (frame.type === 'refused') throw new Error(`refused: ${JSON.stringify(frame)}`);
    });
    mine.on('error', () => {});
    mine.on('close', () => setTimeout(connectAgain, 1));
  }
  connectAgain();
  return client;
}

/** Stands between client and server, and cuts the n-th connection after so many bytes; those after the last live on. */
export async function cuttingProxy(
  target: number,
  bytesUntilCut: number[],
): Promise<{ port: number; cuts(): number; stop(): void }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let cuts = 0;
  const server = createServer((client) => {
    let left = bytesUntilCut[connections++] ?? Number.POSITIVE_INFINITY;
    const upstream = connect(target, '127.0.0.1');
    const cut = () => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
      sockets.delete(upstream);
    };
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', cut);
      from.on('close', cut);
      from.on('data', (data) => {
        to.write(data.subarray(0, Math.min(data.length, left)));
        left -= data.length;
        if (left <= 0) {
          cuts++;
          // What was let through may still arrive.
          setImmediate(cut);
        }
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
