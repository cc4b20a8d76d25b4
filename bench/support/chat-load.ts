import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { customerRealtimePath, deskRealtimePath } from '../../contract/realtime.ts';
import type { ChatPair } from '../../tests/support/chat-people.ts';
import { answers, says } from './sentences.ts';
import { openRawWebSocket, type RawWebSocket } from './raw-websocket.ts';

export type ChatOrder =
  | { do: 'connect'; dialect: 'ours' | 'socket.io'; port: number; pairs: ChatPair[] }
  | { do: 'talk'; perSecond: number; seconds: number };

export interface ChatResult {
  sent: number;
  /** Told to the other side, each once and in order. */
  delivered: number;
  acknowledged: number;
  /** Milliseconds from when a message was due to be sent until the other side had it, or patience ended. */
  latencies: number[];
}

interface Speaker {
  conversationId: string;
  /** 0 for the customer, 1 for the agent. */
  side: 0 | 1;
  socket: RawWebSocket;
  said: number;
  /** How many of the other side's have come. */
  heard: number;
}

/** By turns, so that neither side is spared what depends on the words. */
const sentences = [...says, ...answers];
const patienceMilliseconds = 3_000;
const tickMilliseconds = 5;

const speakers: Speaker[] = [];
let dialect: keyof typeof prefixes = 'ours';
let result: ChatResult;
/** Tells the talks of one run from those of another that come late. */
let run = 0;

const reset = (): void => {
  run++;
  result = { sent: 0, delivered: 0, acknowledged: 0, latencies: [] };
};

/** What was said carries who says it, the how-manieth it is, and when it was due: `@run:side:number:time@`. */
function* marksOf(text: string): Generator<{ ofRun: number; side: number; number: number; dueAt: number }> {
  for (let start = text.indexOf('@'); start >= 0; ) {
    const end = text.indexOf('@', start + 1);
    const [ofRun, side, number, dueAt] = text
      .slice(start + 1, end)
      .split(':')
      .map(Number);
    yield { ofRun, side, number, dueAt } as never;
    start = text.indexOf('@', end + 1);
  }
}

/** What a frame of each dialect begins with. */
const prefixes = {
  ours: {
    acknowledged: '{"type":"acknowledged"',
    refused: '{"type":"refused"',
    messages: '{"type":"messages"',
  },
  'socket.io': { acknowledged: '43', refused: '44', messages: '42' },
};

function hear(speaker: Speaker, text: string): void {
  const { acknowledged, refused, messages } = prefixes[dialect];
  if (text.startsWith(acknowledged)) {
    result.acknowledged++;
    return;
  }
  if (text.startsWith(refused)) throw new Error(`a message was refused: ${text}`);
  if (text === '2' && dialect === 'socket.io') return speaker.socket.send('3');
  if (!text.startsWith(messages)) return;
  const now = performance.now();
  for (const { ofRun, side, number, dueAt } of marksOf(text)) {
    if (ofRun !== run || side === speaker.side) continue;
    if (number !== speaker.heard)
      throw new Error(`message ${number} came where ${speaker.heard} was due in ${speaker.conversationId}`);
    speaker.heard++;
    result.delivered++;
    result.latencies.push(now - dueAt);
  }
}

function say(speaker: Speaker, dueAt: number): void {
  const { conversationId, side } = speaker;
  const text = `@${run}:${side}:${speaker.said++}:${dueAt.toFixed(2)}@ ${sentences[result.sent % sentences.length]}`;
  const message = { type: 'send', conversationId, clientMessageId: randomUUID(), text };
  speaker.socket.send(
    dialect === 'ours' ? JSON.stringify(message) : `42${speaker.said}${JSON.stringify(['send', message])}`,
  );
  result.sent++;
}

async function connectAll(order: ChatOrder & { do: 'connect' }): Promise<void> {
  dialect = order.dialect;
  const waiting = order.pairs.flatMap((pair) => [
    { pair, side: 0 as const },
    { pair, side: 1 as const },
  ]);
  async function connectSome(): Promise<void> {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { pair, side } = next;
      const { conversationId } = pair;
      const speaker: Speaker = { conversationId, side, socket: undefined as never, said: 0, heard: 0 };
      const subscribed = Promise.withResolvers<void>();
      const ours = dialect === 'ours';
      speaker.socket = await openRawWebSocket(
        ours
          ? {
              port: order.port,
              path: side === 0 ? customerRealtimePath : deskRealtimePath,
              cookie: side === 0 ? pair.customerCookie : pair.staffCookie,
            }
          : { port: order.port, path: '/socket.io/?EIO=4&transport=websocket' },
        (text, { send }) => {
          // The state of the conversation is the last that a subscription is answered with.
          if (ours ? /^\{"type":"(conversation|inbox)"/.test(text) : text.startsWith('430'))
            subscribed.resolve();
          if (!ours && text.startsWith('0')) send('40');
          if (!ours && text.startsWith('40')) send(`420${JSON.stringify(['join', conversationId])}`);
          hear(speaker, text);
        },
      );
      if (ours) speaker.socket.send(JSON.stringify({ type: 'subscribe', conversationId, after: 0 }));
      await subscribed.promise;
      speakers.push(speaker);
    }
  }
  await Promise.all(Array.from({ length: 32 }, connectSome));
}

/** Everybody speaks in turn, evenly, whether or not answers have come. */
async function talk(perSecond: number, seconds: number): Promise<ChatResult> {
  reset();
  for (const speaker of speakers) {
    speaker.said = 0;
    speaker.heard = 0;
  }
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  // In an order of its own, so that the two of a conversation do not speak at the same moment.
  const order = speakers.toSorted(() => Math.random() - 0.5);
  for (let said = 0; said < total; ) {
    const due = Math.min(total, ((performance.now() - start) / 1000) * perSecond);
    for (; said < due; said++) say(order[said % order.length] as Speaker, start + (said / perSecond) * 1000);
    await sleep(tickMilliseconds);
  }
  const patience = performance.now() + patienceMilliseconds;
  while (performance.now() < patience && (result.delivered < total || result.acknowledged < total))
    await sleep(20);
  for (let missing = result.delivered; missing < total; missing++)
    result.latencies.push(patienceMilliseconds);
  return result;
}

async function obey(order: ChatOrder): Promise<void> {
  if (order.do === 'connect') await connectAll(order);
  process.send?.(order.do === 'talk' ? await talk(order.perSecond, order.seconds) : {});
}

process.on('message', (order: ChatOrder) => void obey(order));
reset();
