import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryOutbox } from './realtime/outbox.ts';
import { conversationId, type Fault, startConversationServer } from './realtime/testing.ts';
import { createRealtime, type OutgoingMessage } from './realtime.ts';

const times = { shortestDelayMs: 2, longestDelayMs: 20, quietMs: 40, answerMs: 40 };

type Server = Awaited<ReturnType<typeof startConversationServer>>;

/** A page with the conversation open. Every page of one device shares an outbox. */
function openPage(server: Server, outbox = memoryOutbox()) {
  const realtime = createRealtime({ openSocket: () => new WebSocket(server.url), outbox, times });
  const channel = realtime.conversation(conversationId);
  const unwatch = channel.watch(() => {});
  realtime.start();
  return {
    outbox,
    realtime,
    channel,
    state: channel.getState,
    close(): void {
      unwatch();
      realtime.stop();
    },
  };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const start = Date.now(); !holds(); await pause(2)) {
    if (Date.now() - start > 10_000) throw new Error(`never: ${what}`);
  }
}

const texts = (server: Server) =>
  server.log.flatMap(({ content }) => (content.type === 'text' ? [content.text] : []));

type Action = { do: 'write' | 'say' | 'reload' | 'refuse' | 'wait' | 'wake' | 'cut' };

const actions = fc.array(
  fc.record<Action>({
    do: fc.constantFrom(
      'write',
      'write',
      'write',
      'say',
      'say',
      'say',
      'reload',
      'refuse',
      'wait',
      'wake',
      'cut',
    ),
  }),
  { maxLength: 25 },
);
const faults = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant<Fault>('none') },
    { weight: 2, arbitrary: fc.constant<Fault>('cut') },
    { weight: 1, arbitrary: fc.constant<Fault>('silence') },
  ),
  { maxLength: 60 },
);

test('however the connection breaks, messages arrive in order and once, and what is written is kept once', async () => {
  await fc.assert(
    fc.asyncProperty(actions, faults, async (plan, trouble) => {
      const troubles = trouble.values();
      const server = await startConversationServer(() => troubles.next().value ?? 'none');
      let page = openPage(server);
      const written: string[] = [];
      try {
        for (const action of plan) {
          if (action.do === 'write') {
            written.push(`w${written.length}`);
            page.channel.send(written.at(-1) ?? '');
          } else if (action.do === 'say') server.say(`s${server.log.length}`);
          else if (action.do === 'refuse') server.refuse(1);
          else if (action.do === 'wake') page.realtime.wake();
          else if (action.do === 'cut') server.cutAll();
          else if (action.do === 'wait') await pause(5);
          else if (action.do === 'reload') {
            page.close();
            page = openPage(server, page.outbox);
          }
        }
        await until(
          () => page.state().outgoing.length === 0 && page.state().loaded,
          'everything written is sent',
        );
        await until(() => page.state().messages.length >= server.log.length, 'everything arrived');
        expect(page.state().messages).toEqual(server.log);
        expect(texts(server).filter((text) => text.startsWith('w'))).toEqual(written);
        expect(await page.outbox.all()).toEqual([]);
      } finally {
        page.close();
        server.stop();
      }
    }),
    { numRuns: 60 },
  );
});

test('a message is shown as sending, then sent, then among the messages, and never in two places', async () => {
  const server = await startConversationServer(() => 'none');
  const page = openPage(server);
  const seen: string[] = [];
  page.channel.watch(() => {
    const { outgoing, messages } = page.state();
    const places = [...outgoing.map(({ state }) => state), ...messages.map(() => 'message')];
    if (places.length > 0 && seen.at(-1) !== places.join()) seen.push(places.join());
  });
  page.channel.send('你好');
  await until(() => page.state().messages.length === 1, 'it arrived');
  expect(seen.filter((places) => places !== 'sent')).toEqual(['sending', 'message']);
  expect(server.acknowledgements).toHaveLength(1);
  page.close();
  server.stop();
});

test('a refusal that does not pass waits for the writer, while later messages go on', async () => {
  const server = await startConversationServer(() => 'none');
  const page = openPage(server);
  await until(() => page.state().loaded, 'the conversation is there');
  server.refuse(6);
  page.channel.send('first');
  const failed = (): OutgoingMessage | undefined =>
    page.state().outgoing.find(({ state }) => state === 'failed');
  await until(() => failed() !== undefined, 'it failed');
  expect(failed()?.problem?.code).toBe('too_many_requests');
  page.channel.send('second');
  await until(() => texts(server).includes('second'), 'the second is sent');
  expect(texts(server)).toEqual(['second']);
  page.channel.retry(failed()?.clientMessageId ?? '');
  await until(() => page.state().messages.length === 2, 'the first is sent');
  expect(page.state().messages).toEqual(server.log);
  page.close();
  server.stop();
});

test('what was written without a connection goes out from the next page, from any screen', async () => {
  const server = await startConversationServer(() => 'none');
  const outbox = memoryOutbox();
  const offline = createRealtime({ openSocket: () => new WebSocket('ws://127.0.0.1:9'), outbox, times });
  offline.start();
  offline.conversation(conversationId).send('离线时写的');
  await pause(30);
  offline.stop();
  const next = createRealtime({ openSocket: () => new WebSocket(server.url), outbox, times });
  next.start();
  await until(() => texts(server).length === 1, 'it is sent');
  expect(texts(server)).toEqual(['离线时写的']);
  next.stop();
  server.stop();
});

test('a conversation is followed while somebody watches it, and resumes after what is known', async () => {
  const server = await startConversationServer(() => 'none');
  const page = openPage(server);
  server.say('one');
  await until(() => page.state().messages.length === 1, 'the first message');
  page.realtime.stop();
  server.say('two');
  expect(page.state().messages).toHaveLength(1);
  page.realtime.start();
  await until(() => page.state().messages.length === 2, 'the second message');
  expect(page.state().messages).toEqual(server.log);
  page.close();
  server.stop();
});

test('a connection that went silent is given up and another is made', async () => {
  let isSilent = false;
  const server = await startConversationServer(() => (isSilent ? 'silence' : 'none'));
  const page = openPage(server);
  await until(() => page.state().loaded, 'the conversation is there');
  isSilent = true;
  await until(() => page.realtime.connection.get() !== 'open', 'the silence is noticed');
  isSilent = false;
  page.channel.send('还在吗');
  await until(() => page.state().messages.length === 1, 'another connection carries the message');
  expect(texts(server)).toEqual(['还在吗']);
  page.close();
  server.stop();
});
