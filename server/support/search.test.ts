import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskConversation, DeskDetail, MessageContent } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { answer, close, openAndQueue, type Person, say, startDesk, take, type TestDesk } from './testing.ts';
import { indexAgain, indexOpen } from './words-said.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

/** Ids of the conversations that a search finds. */
async function search(staff: Person, view: string, words: string): Promise<string[]> {
  const { body } = await staff.call<{ conversations: DeskConversation[] }>(
    'GET',
    `/desk/conversations?view=${view}&search=${encodeURIComponent(words)}`,
  );
  return body.conversations.map(({ id }) => id);
}

test('search by phone end, masked name and text, in Chinese too, only in what one may read', async () => {
  const [agent, colleague, supervisor, customer] = await Promise.all([
    desk.staff(),
    desk.staff(),
    desk.staff('supervisor'),
    desk.customer(),
  ]);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  await say(customer, id, '我的余额不足，付款失败了 100%_sure');
  await answer(agent, id, 'ask the second line about Kingfisher', 'note');
  const maskedContact = (await agent.call<DeskDetail>('GET', `/desk/conversations/${id}`)).body.customer
    .maskedContact;

  for (const term of [
    '余额',
    '余额不足',
    maskedContact.slice(-4),
    '明',
    '100%_SURE',
    '  付款  ',
    'kingfisher',
  ])
    expect(await search(agent, 'mine', term), term).toEqual([id]);
  for (const term of ['足余', '余额 不足', '100__sure', 'zzz', "'; drop table support.message; --"])
    expect(await search(agent, 'mine', term), term).toEqual([]);
  expect(await search(supervisor, 'all', '余额')).toContain(id);
  for (const term of ['余额', 'Kingfisher'])
    expect(await search(colleague, 'all', term), 'what was said to a colleague').not.toContain(id);
  expect(await search(colleague, 'all', maskedContact.slice(-4))).toContain(id);
});

/** Calls while more than those that are looked at one by one stand before every other conversation. */
async function behindMany(look: () => Promise<void>): Promise<void> {
  const { db } = desk.platform;
  for (const status of ['assistant', 'closed'])
    await db.query(
      `insert into support.conversation (id, customer_id, status, language, customer_name, phone_end, opened_at, closed_at)
       select gen_random_uuid(), gen_random_uuid(), $1, 'zh', 'before', '0000', now() + interval '1 hour',
         case $1 when 'closed' then now() + interval '1 hour' end from generate_series(1, 1000)`,
      [status],
    );
  try {
    await look();
  } finally {
    await db.query(
      `update support.conversation set status = 'closed', opened_at = 'epoch', closed_at = 'epoch', customer_name = 'gone'
       where customer_name = 'before'`,
    );
  }
}

test('words are found from when they are said on: before they are indexed, after, and once the conversation is closed', async () => {
  const [agent, supervisor, customer] = await Promise.all([
    desk.staff(),
    desk.staff('supervisor'),
    desk.customer(),
  ]);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  const find = (view: string, words: string) => search(supervisor, view, words);

  await behindMany(async () => {
    await say(customer, id, '单号 KX-48213');
    expect(await find('all', 'kx-48213')).toEqual([id]);
    await indexOpen(desk.platform.db);
    expect(await find('all', 'kx-48213')).toEqual([id]);
    await answer(agent, id, '已经核实 QZ-7');
    for (const words of ['KX-48213', 'QZ-7', '核实']) expect(await find('all', words), words).toEqual([id]);
    for (const words of ['KX-48214', '核实 KX']) expect(await find('all', words), words).toEqual([]);
    await close(agent, id);
    for (const words of ['KX-48213', 'QZ-7', '核实'])
      expect(await find('closed', words), words).toEqual([id]);
    expect(await find('closed', 'KX-48214')).toEqual([]);

    await desk.platform.db.transaction((tx) =>
      desk.support.append(tx, [
        {
          conversationId: id,
          sender: { kind: 'assistant' },
          content: { type: 'text', text: '后来才说 ZZ-9' },
        },
      ]),
    );
    expect(await find('closed', 'ZZ-9'), 'what is told late').toEqual([id]);
  });
});

const word = fc.stringMatching(/^[a-z]{2}[\d%_\\-]{3}[甲乙丙丁戊己庚辛]{3}$/);
const localized = fc.record({ zh: word, en: word });
const fact = fc.record({
  label: localized,
  value: fc.oneof(
    localized.map((text) => ({ type: 'text' as const, text })),
    fc.constant({ type: 'money' as const, amount: '1200', currency: 'CNY' }),
  ),
});
const option = fc.record({
  id: fc.constant('go'),
  label: localized,
  emphasis: fc.constant('primary' as const),
  action: fc.constant({ type: 'answer' as const }),
});
const card = fc.record({
  runId: fc.constant(newId()),
  step: fc.constant(1),
  guide: fc.constant('guide'),
  title: localized,
  tone: fc.constant('info' as const),
  badge: fc.option(localized, { nil: undefined }),
  body: fc.option(localized, { nil: undefined }),
  facts: fc.array(fact, { maxLength: 2 }),
  options: fc.array(option, { maxLength: 2 }),
});
/** A message, the words it shows at the desk, and those it shows to the customer only. */
interface Told {
  content: MessageContent;
  shows: string[];
  hides?: string[];
}
const told: Record<MessageContent['type'], fc.Arbitrary<Told>> = {
  text: word.map((text) => ({ content: { type: 'text', text }, shows: [text] })),
  note: word.map((text) => ({ content: { type: 'note', text }, shows: [text] })),
  attachment: word.map((name) => ({
    content: { type: 'attachment', name: `${name}.png`, mediaType: 'image/png', size: 1 },
    shows: [name, `${name}.PNG`],
  })),
  statement: fc.tuple(localized, localized).map(([text, label]) => ({
    content: { type: 'statement', text, suggestions: [{ id: 'a', label }] },
    shows: wordsIn([text, label]),
  })),
  card: card.map((content) => ({ content: { type: 'card', card: content }, shows: wordsIn(content) })),
  event: fc.tuple(localized, fc.option(localized)).map(([text, deskText]) => ({
    content: { type: 'event', event: 'guide_sent', text, ...(deskText && { deskText }) },
    shows: wordsIn(deskText ?? text),
    hides: deskText ? wordsIn(text) : [],
  })),
  consent: localized.map((summary) => ({
    content: {
      type: 'consent',
      action: {
        id: newId(),
        kind: 'refund',
        summary,
        state: 'waiting_customer',
        requestedAt: '2026-01-05T01:00:00.000Z',
        expiresAt: '2026-01-06T01:00:00.000Z',
      },
    },
    shows: wordsIn(summary),
  })),
  verification: fc.constant({
    content: {
      type: 'verification',
      verification: {
        id: newId(),
        purpose: 'refund',
        level: 1,
        state: 'asked',
        until: '2026-01-05T01:00:00.000Z',
      },
    },
    shows: [],
  }),
};

function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'zh' || key === 'en') && typeof inner === 'string' ? [inner] : wordsIn(inner),
  );
}

test('what any message shows is found, and nothing else: as it is, indexed, closed and indexed anew', async () => {
  const [supervisor, agent] = await Promise.all([desk.staff('supervisor'), desk.staff()]);
  const { db } = desk.platform;
  const ofEachKind = fc.tuple(...Object.values(told));
  const some = fc.array(fc.oneof(...Object.values(told)), { minLength: 1, maxLength: 2 });
  const onceTold = async (now: Told[], later: Told[], [closing, never]: [string, string]) => {
    const { id } = await openAndQueue(await desk.customer());
    await take(agent, id);
    const tell = (all: Told[]) =>
      db.transaction((tx) =>
        desk.support.append(
          tx,
          all.map(({ content }) => ({ conversationId: id, sender: { kind: 'system' }, content })),
        ),
      );
    async function expectFound(view: string, shown: string[], when: string) {
      const find = (term: string) => search(supervisor, view, term);
      await Promise.all(
        shown.map(async (term) => expect(await find(term), `${term}, ${when}`).toContain(id)),
      );
      const hidden = [never, ...[...now, ...later].flatMap(({ hides = [] }) => hides)];
      for (const term of hidden) expect(await find(term), `${term}, ${when}`).not.toContain(id);
    }
    const first = now.flatMap(({ shows }) => shows);
    const all = [...first, ...later.flatMap(({ shows }) => shows)];
    await tell(now);
    await expectFound('all', first, 'as it is');
    await indexOpen(db);
    await expectFound('all', first, 'indexed');
    await tell(later);
    await expectFound('all', all, 'partly indexed');
    await close(agent, id, { note: closing });
    await expectFound('closed', [...all, closing], 'closed');
    // As the migration leaves what was indexed when only texts were.
    await db.query(
      `update support.words_said set pairs = '{}', texts_only = true where conversation_id = $1`,
      [id],
    );
    await indexAgain(db);
    await expectFound('closed', [...all, closing], 'indexed anew');
  };
  await behindMany(() =>
    fc.assert(fc.asyncProperty(ofEachKind, some, fc.tuple(word, word), onceTold), { numRuns: 3 }),
  );
});
