import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Card, GuideRun } from '../../contract/guides.ts';
import { customerRealtimePath, type ServerFrame } from '../../contract/realtime.ts';
import {
  type Conversation,
  type Message,
  openConversation,
  type ScreenContext,
} from '../../contract/support.ts';
import type { Person } from './world.ts';

/** A conversation as the customer's phone holds it: over the real socket, with everything that has come. */
export interface Chat {
  id: string;
  messages: Message[];
  /** Of each run that was told of, as it stands. */
  runs: Map<string, GuideRun>;
  status(): Conversation['status'];
  /** The newest card, if its run still waits for it. */
  card(): Card | undefined;
  say(text: string): void;
  /** Resolves when anything has come, or after so long; whether anything has. */
  news(milliseconds: number): Promise<boolean>;
  /** The session has ended, and the socket with it. */
  isOver(): boolean;
  close(): void;
}

export async function openChat(person: Person, context: ScreenContext): Promise<Chat> {
  const language = person.language === 'en' ? 'en' : 'zh';
  const conversation = await person.call(openConversation, { body: { context, language } });
  const url = `${person.url.replace('http', 'ws')}${customerRealtimePath}`;
  const socket = new WebSocket(url, { headers: { cookie: person.cookieHeader() } });
  const messages: Message[] = [];
  const runs = new Map<string, GuideRun>();
  let status = conversation.status;
  let wake: () => void = () => undefined;
  let count = 0;
  let over = false;
  socket.on('close', () => {
    over = true;
    wake();
  });
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString()) as ServerFrame;
    if (frame.type === 'messages') messages.push(...frame.messages);
    else if (frame.type === 'guide_run') runs.set(frame.run.id, frame.run);
    else if (frame.type === 'conversation') status = frame.conversation.status;
    else if (frame.type === 'refused') throw new Error(`refused: ${JSON.stringify(frame.problem)}`);
    else return;
    count++;
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ type: 'subscribe', conversationId: conversation.id, after: 0 }));
  return {
    id: conversation.id,
    messages,
    runs,
    status: () => status,
    card() {
      const last = messages.findLast(({ content }) => content.type === 'card')?.content;
      if (last?.type !== 'card') return undefined;
      const run = runs.get(last.card.runId);
      return run === undefined ||
        (run.status === 'active' && (run.card?.step ?? last.card.step) === last.card.step)
        ? last.card
        : undefined;
    },
    say: (text) =>
      socket.send(
        JSON.stringify({
          type: 'send',
          conversationId: conversation.id,
          clientMessageId: randomUUID(),
          text,
        }),
      ),
    async news(milliseconds) {
      const before = count;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return count > before;
    },
    isOver: () => over,
    close: () => socket.terminate(),
  };
}
