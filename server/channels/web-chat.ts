import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { customerRealtimePath, deskRealtimePath, type ServerFrame } from '../../contract/realtime.ts';
import type { Language } from '../../contract/text.ts';
import type { Identity } from '../identity/identity.ts';
import { missedTopic } from '../platform/bus.ts';
import { createBatchRead } from '../platform/batch-read.ts';
import { languageOf } from '../platform/http/language.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Reader, Support } from '../support/support.ts';
import { createChangeFeed } from './change-feed.ts';
import { type Connection, createConnection } from './connection.ts';

/** A session that has ended loses its sockets within this time. */
const sessionCheckMilliseconds = 4_000;
/** A socket that answers nothing is gone after two of these. */
const beatMilliseconds = 20_000;
/** Subscriptions are compared with the database this often, in case the bus did not tell. */
const sweepMilliseconds = 5_000;
/** Who is at the desk is told this often; routing counts on it. */
const presenceMilliseconds = 5_000;
/** Sockets of one customer or member of staff: tabs and devices. */
const mostSockets = 20;
/** A client that does not answer our closing is cut off. */
const closingMilliseconds = 1_000;

/** What a customer is told of besides conversations. */
const toldToCustomers: ReadonlySet<ServerFrame['type']> = new Set(['payment', 'guide_run', 'complaint']);

/** What is done for all sockets on a clock is done for some at a time, so that no message waits for all of them. */
const parts = 20;

interface Client {
  connection: Connection;
  /** Which part it belongs to. */
  part: number;
  /** The caller as the session says now; throws not_signed_in once it has ended. Only what its person does is use. */
  prove: (used: boolean) => Promise<Reader>;
}

function roleOf(reader: Reader): string {
  return reader.kind === 'staff' ? reader.caller.role : reader.kind;
}

/**
 * The two sockets of contract/realtime.ts. The caller is proven before the upgrade completes, so a refusal is an ordinary
 * HTTP answer; foreign origins are refused by the HTTP server before that.
 */
export function registerWebChat(
  app: FastifyInstance,
  platform: Platform,
  { identity, support }: { identity: Identity; support: Support },
): void {
  const { live } = support;
  const { bus, log } = platform;
  const clients = new Set<Client>();
  const customers = new Map<string, Set<Connection>>();
  const staff = new Map<string, Set<Connection>>();
  let accepted = 0;
  const feed = createChangeFeed(platform, live, { customers, staff });
  const openConversation = createBatchRead(async (customerIds: string[]) => {
    const found = await live.customerConversations(customerIds, []);
    return new Map(found.map(({ customerId, conversation }) => [customerId, conversation]));
  });
  const proven = new WeakMap<FastifyRequest, { reader: Reader; language: Language }>();

  async function prove(kind: Reader['kind'], request: FastifyRequest, used: boolean): Promise<Reader> {
    const sessions = used ? identity.authenticators : identity.watchers;
    return kind === 'customer'
      ? { kind, caller: await sessions.customer(request) }
      : { kind, caller: await sessions.staff(request) };
  }

  function socketsOf(reader: Reader): number {
    const connections =
      reader.kind === 'customer' ? customers.get(reader.caller.customerId) : staff.get(reader.caller.staffId);
    return connections?.size ?? 0;
  }

  function register(path: string, kind: Reader['kind']): void {
    app.route({
      method: 'GET',
      url: path,
      preValidation: async (request) => {
        const reader = await prove(kind, request, false);
        if (socketsOf(reader) >= mostSockets) throw new ProblemError('too_many_requests');
        const language =
          reader.kind === 'customer'
            ? reader.caller.language
            : languageOf(request.headers['accept-language']);
        proven.set(request, { reader, language });
      },
      handler: async () => {
        throw new ProblemError('malformed_request');
      },
      wsHandler: (socket, request) => {
        const caller = proven.get(request);
        if (caller === undefined) return socket.terminate();
        accept(socket, request.raw.socket, caller, (used) => prove(kind, request, used));
      },
    });
  }

  function accept(
    socket: WebSocket,
    stream: Duplex,
    { reader, language }: { reader: Reader; language: Language },
    proveAgain: Client['prove'],
  ): void {
    const connection = createConnection(platform, live, { socket, stream, reader, language });
    const client: Client = { connection, part: accepted++ % parts, prove: proveAgain };
    clients.add(client);
    const leave =
      reader.kind === 'customer'
        ? joinCustomers(reader.caller.customerId, connection)
        : join(staff, reader.caller.staffId, connection);
    socket.on('close', () => {
      clients.delete(client);
      leave();
    });
    connection.send({ type: 'ready' });
    if (reader.kind === 'customer')
      openConversation(reader.caller.customerId)
        .then((conversation) => conversation && connection.sendConversation(conversation))
        .catch((error: unknown) =>
          log.error({ err: error }, 'a customer could not be told of their conversation'),
        );
    else tellPresence([reader.caller]);
  }

  function joinCustomers(customerId: string, connection: Connection): () => void {
    const leave = join(customers, customerId, connection);
    const stopListening = bus.subscribe<ServerFrame>(`customer:${customerId}`, (frame) => {
      if (toldToCustomers.has(frame.type)) connection.send(frame);
    });
    return () => {
      stopListening();
      leave();
    };
  }

  function join(all: Map<string, Set<Connection>>, id: string, connection: Connection): () => void {
    const connections = all.get(id) ?? new Set();
    all.set(id, connections.add(connection));
    return () => {
      connections.delete(connection);
      if (connections.size === 0) all.delete(id);
    };
  }

  type Present = Parameters<typeof support.routing.beat>[0];
  let arrived: Present = [];
  let beating: Promise<void> | undefined;
  /** One beat after the other; who comes meanwhile is told of with the next, for after a cut the whole desk comes at once. */
  function tellPresence(present: Present): void {
    arrived = [...arrived, ...present];
    beating ??= beatUntilTold().finally(() => {
      beating = undefined;
    });
  }

  async function beatUntilTold(): Promise<void> {
    do {
      const present = arrived;
      arrived = [];
      await support.routing
        .beat(present)
        .catch((error: unknown) => log.error({ err: error }, 'who is at the desk could not be written down'));
    } while (arrived.length > 0);
  }

  /** Calls `work` with each part in turn, with everybody once a period. */
  function inTurn(periodMilliseconds: number, work: (some: Client[]) => void): NodeJS.Timeout {
    let turn = 0;
    return setInterval(() => {
      turn = (turn + 1) % parts;
      work([...clients].filter(({ part }) => part === turn));
    }, periodMilliseconds / parts);
  }

  function checkSession({ connection, prove: proveAgain }: Client): void {
    proveAgain(connection.wasUsed()).then(
      (now) => {
        if (roleOf(now) !== roleOf(connection.reader)) connection.close(1008, 'role changed');
      },
      (error: unknown) => {
        // A database that does not answer says nothing about the session.
        if (error instanceof ProblemError) connection.close(1008, 'session ended');
      },
    );
  }

  async function sweep(some: Iterable<Client>): Promise<void> {
    const positions = [...some].map(({ connection }) => ({ connection, at: connection.positions() }));
    const ids = new Set(positions.flatMap(({ at }) => [...at.keys()]));
    if (ids.size === 0) return;
    const last = await live.lastSequences([...ids]);
    for (const { connection, at } of positions)
      for (const [id, position] of at) if ((last.get(id) ?? 0) > position) connection.catchUp(id);
  }

  function compare(some: Iterable<Client>): void {
    sweep(some).catch((error: unknown) => log.error({ err: error }, 'subscriptions could not be compared'));
  }

  const stopHearing = bus.subscribe(missedTopic, () => compare(clients));
  const timers = [
    inTurn(sessionCheckMilliseconds, (some) => some.forEach(checkSession)),
    inTurn(beatMilliseconds, (some) => {
      for (const { connection } of some) connection.beat();
    }),
    inTurn(sweepMilliseconds, compare),
    setInterval(() => {
      const present = [...staff.values()].flatMap(([connection]) =>
        connection?.reader.kind === 'staff' ? [connection.reader.caller] : [],
      );
      tellPresence(present);
    }, presenceMilliseconds),
  ];

  app.addHook('preClose', async () => {
    for (const timer of timers) clearInterval(timer);
    stopHearing();
    feed.stop();
    for (const { connection } of clients) connection.close(1001, 'going away');
    setTimeout(() => {
      for (const { connection } of clients) connection.terminate();
    }, closingMilliseconds).unref();
    await beating;
  });

  register(customerRealtimePath, 'customer');
  register(deskRealtimePath, 'staff');
}
