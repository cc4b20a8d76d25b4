import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../server/platform/database/database.ts';
import { createLog } from '../server/platform/log.ts';
import { type ChatPair, seatPairs } from '../tests/support/chat-people.ts';
import { startSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import type { Bench } from './run.ts';
import type { ChatOrder, ChatResult } from './support/chat-load.ts';
import { withDatabase } from './support/database.ts';
import { figure, median, percentile } from './support/figures.ts';

const pairCount = 2_000;
/** A message a second from each side of each conversation. */
const usual = 2 * pairCount;
const limitMilliseconds = 100;
const step = 1.15;
const rounds = 3;

interface Side {
  name: 'ours' | 'socket.io';
  /** Resident memory of its server for each socket, in KB. */
  socketKilobytes: number;
  talk(perSecond: number, seconds: number): Promise<ChatResult>;
  stop(): void;
}

/** Opens all sockets, from a process of their own. */
async function connect(name: Side['name'], port: number, pid: number, pairs: ChatPair[]): Promise<Side> {
  const load = fork(new URL('support/chat-load.ts', import.meta.url));
  const ended = once(load, 'exit').then(() => Promise.reject(new Error('the load ended')));
  ended.catch(() => undefined);
  async function ask<Answer>(order: ChatOrder): Promise<Answer> {
    load.send(order);
    const [answer] = await Promise.race([once(load, 'message'), ended]);
    return answer;
  }
  const kilobytes = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString());
  const before = kilobytes();
  await ask({ do: 'connect', dialect: name, port, pairs });
  return {
    name,
    socketKilobytes: (kilobytes() - before) / (2 * pairs.length),
    talk: (perSecond, seconds) => ask({ do: 'talk', perSecond, seconds }),
    stop: () => void load.kill(),
  };
}

/** Every message came to the other side, and 99 of 100 of them in time. */
function holds(result: ChatResult): boolean {
  return (
    result.delivered === result.sent &&
    result.acknowledged === result.sent &&
    percentile(result.latencies, 0.99) <= limitMilliseconds
  );
}

/** The highest rate held: upwards in steps from the usual one, or down to one that is held. Each may be tried twice. */
async function highestHeld(
  { name, talk }: Side,
  seconds: number,
  say: (line: string) => void,
): Promise<number> {
  async function held(perSecond: number): Promise<boolean> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const result = await talk(perSecond, seconds);
      const [p50, p99] = [0.5, 0.99].map((share) => percentile(result.latencies, share).toFixed(1));
      say(
        `${name} at ${perSecond.toFixed(0)}/s: ${result.delivered} of ${result.sent}, p50 ${p50} ms, p99 ${p99} ms`,
      );
      if (holds(result)) return true;
      // What it could not keep up with is worked off.
      await sleep(2_000);
    }
    return false;
  }
  let rate = usual;
  if (await held(rate)) {
    while (await held(rate * step)) rate *= step;
    return rate;
  }
  for (rate /= step; rate > 1 && !(await held(rate)); ) rate /= step;
  return rate;
}

/**
 * Two thousand conversations live at one server process, customer and agent at a socket each, over the real sockets with real
 * sessions; a message is in the database before anybody is told of it. Then Socket.IO, which relays the same traffic and keeps
 * nothing. The load comes from one process on the same machine; each side has the machine for itself, for what a server does
 * for idle sockets (sessions proven again, positions compared) would cost the other.
 */
const bench: Bench = async ({ seconds, say }) => {
  const ours = await measureOurs(seconds, say);
  const theirs = await measureTheirs(ours.pairs, seconds, say);
  return [
    figure('rate', 'messages/s', ours.rate, 'Socket.IO, nothing kept', theirs.rate),
    figure('p99', 'ms', ours.p99, 'limit', limitMilliseconds),
    figure('p50', 'ms', ours.p50, 'limit', limitMilliseconds),
    figure('memory a socket', 'KB', ours.socketKilobytes, 'Socket.IO', theirs.socketKilobytes),
  ];
};

async function measureOurs(seconds: number, say: (line: string) => void) {
  return withDatabase(async (ownerUrl, serverUrl) => {
    const owner = openDatabase(ownerUrl, 2, createLog('error'));
    const pairs = await seatPairs(owner, pairCount);
    await owner.query('vacuum (analyze)');
    const sandbox = await startSandbox();
    const server = await startServer({
      databaseUrl: serverUrl,
      sandbox,
      env: { UPAY_RATE_LIMIT_FACTOR: '1000000', UPAY_CHECK_RESULTS: 'false', UPAY_LOG_LEVEL: 'warn' },
    });
    let side: Side | undefined;
    try {
      side = await connect('ours', server.port, server.pid, pairs);
      await side.talk(usual, seconds);
      // That warmed up. PostgreSQL learns what its tables hold, as it does within a minute of a day: as long as it takes them
      // for empty it reads the whole of them for each row.
      await owner.query('vacuum (analyze)');
      const latencies: number[][] = [];
      for (let round = 0; round < rounds; round++)
        latencies.push((await side.talk(usual, seconds)).latencies);
      const [p50, p99] = [0.5, 0.99].map((share) =>
        median(latencies.map((each) => percentile(each, share))),
      ) as [number, number];
      say(`${usual} sockets, ${usual} messages/s: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
      const rate = await highestHeld(side, seconds / 2, say);
      return { pairs, p50, p99, rate, socketKilobytes: side.socketKilobytes };
    } finally {
      side?.stop();
      await owner.close();
      await server.stop();
      await sandbox.stop();
    }
  });
}

async function measureTheirs(pairs: ChatPair[], seconds: number, say: (line: string) => void) {
  const peer = fork(new URL('support/chat-peer.ts', import.meta.url));
  let side: Side | undefined;
  try {
    const [port] = (await once(peer, 'message')) as [number];
    side = await connect('socket.io', port, peer.pid as number, pairs);
    await side.talk(usual, seconds);
    return { rate: await highestHeld(side, seconds / 2, say), socketKilobytes: side.socketKilobytes };
  } finally {
    side?.stop();
    peer.kill();
  }
}

export default bench;
