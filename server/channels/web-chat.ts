import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { customerRealtimePath, deskRealtimePath, type ServerFrame } from '../../contract/realtime.ts';
import type { Language } from '../../contract/text.ts';
import type { Identity } from '../identity/identity.ts';
import { missedTopic } from '../platform/bus.ts';
import { createBatchRead } from '../platform/batch-read.ts';
import { languageOf } from '../platform/http/language.ts';
import type { Callers } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Reader, Support } from '../support/support.ts';
import { createChangeFeed } from './change-feed.ts';
import { type Connection, createConnection } from './connection.ts';

/** A session that has ended loses its sockets within this time. */
const sessionCheckMilliseconds = 4_000;
/** A socket from which nothing comes is pinged after two of these at most, and is gone after two more. */
const beatMilliseconds = 10_000;
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
const partCount = 20;

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
  const parts = Array.from({ length: partCount }, () => new Set<Connection>());
  const everybody = () => parts.flatMap((part) => [...part]);
  const customers = new Map<string, Set<Connection>>();
  const staff = new Map<string, Set<Connection>>();
  const supervisors = new Set<Connection>();
  let accepted = 0;
  const feed = createChangeFeed(platform, live, { customers, staff, supervisors });
  const openConversation = createBatchRead(async (customerIds: string[]) => {
    const found = await live.customerConversations(customerIds, []);
    return new Map(found.map(({ customerId, conversation }) => [customerId, conversation]));
  });
  const proven = new WeakMap<
    FastifyRequest,
    { reader: Reader; language: Language; response: ServerResponse }
  >();

  async function prove(kind: Reader['kind'], request: FastifyRequest): Promise<Reader> {
    return kind === 'customer'
      ? { kind, caller: await identity.watchers.customer(request) }
      : { kind, caller: await identity.watchers.staff(request) };
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
      preValidation: async (request, reply) => {
        const reader = await prove(kind, request);
        if (socketsOf(reader) >= mostSockets) throw new ProblemError('too_many_requests');
        const language =
          reader.kind === 'customer'
            ? reader.caller.language
            : languageOf(request.headers['accept-language']);
        proven.set(request, { reader, language, response: reply.raw });
      },
      handler: async () => {
        throw new ProblemError('malformed_request');
      },
      wsHandler: (socket, request) => {
        const caller = proven.get(request);
        if (caller === undefined) return socket.terminate();
        const stream = request.raw.socket;
        // Nothing will ever answer the request; attached to the socket it would live as long, with all that hangs on it.
        caller.response.detachSocket(stream);
        accept(socket, stream, caller);
      },
    });
  }

  function accept(
    socket: WebSocket,
    stream: Duplex,
    { reader, language }: { reader: Reader; language: Language },
  ): void {
    const connection = createConnection(platform, live, { socket, stream, reader, language });
    const part = parts[accepted++ % partCount];
    part?.add(connection);
    const leave =
      reader.kind === 'customer'
        ? joinCustomers(reader.caller.customerId, connection)
        : joinStaff(reader.caller, connection);
    socket.on('close', () => {
      part?.delete(connection);
      leave();
    });
    connection.send({ type: 'ready' });
    if (reader.kind === 'customer')
      openConversation(reader.caller.customerId)
        .then((conversation) => conversation && connection.sendFirst(conversation))
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

  function joinStaff({ staffId, role }: Callers['staff'], connection: Connection): () => void {
    const leave = join(staff, staffId, connection);
    if (role === 'supervisor') supervisors.add(connection);
    return () => {
      supervisors.delete(connection);
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
  function inTurn(periodMilliseconds: number, work: (some: ReadonlySet<Connection>) => void): NodeJS.Timeout {
    let turn = 0;
    return setInterval(() => {
      turn = (turn + 1) % partCount;
      const some = parts[turn];
      if (some !== undefined && some.size > 0) work(some);
    }, periodMilliseconds / partCount);
  }

  async function checkSessions(some: ReadonlySet<Connection>): Promise<void> {
    const sessions = Map.groupBy(
      [...some].map((connection) => {
        const { kind, caller } = connection.reader;
        const role = kind === 'staff' ? caller.role : undefined;
        return { kind, sessionId: caller.sessionId, used: connection.wasUsed(), role };
      }),
      ({ kind }) => kind,
    );
    for (const [kind, watched] of sessions) {
      const ended = await identity.endedSessions(kind, watched);
      for (const connection of some)
        if (ended.has(connection.reader.caller.sessionId)) connection.close(1008, 'session ended');
    }
  }

  async function compare(some: Iterable<Connection>): Promise<void> {
    const least = new Map<string, number>();
    for (const connection of some) connection.addPositions(least);
    if (least.size === 0) return;
    const ahead = await live.conversationsAhead(least);
    if (ahead.size > 0) for (const connection of some) connection.catchUp(ahead);
  }

  function compareOrLog(some: Iterable<Connection>): void {
    compare(some).catch((error: unknown) => log.error({ err: error }, 'subscriptions could not be compared'));
  }

  const stopHearing = bus.subscribe(missedTopic, () => compareOrLog(everybody()));
  const timers = [
    inTurn(sessionCheckMilliseconds, (some) => {
      // A database that does not answer says nothing about a session.
      checkSessions(some).catch((error: unknown) =>
        log.error({ err: error }, 'sessions could not be proven again'),
      );
    }),
    inTurn(beatMilliseconds, (some) => {
      for (const connection of some) connection.beat();
    }),
    inTurn(sweepMilliseconds, compareOrLog),
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
    for (const connection of everybody()) connection.close(1001, 'going away');
    setTimeout(() => {
      for (const connection of everybody()) connection.terminate();
    }, closingMilliseconds).unref();
    await beating;
  });

  register(customerRealtimePath, 'customer');
  register(deskRealtimePath, 'staff');
}
