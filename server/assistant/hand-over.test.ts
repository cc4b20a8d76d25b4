import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type TestHouse } from '../../tests/support/scripted-house.ts';
import { processing } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { openChat, putUnpaid, settled, solve, startAssistedHouse } from './testing.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await startAssistedHouse();
});
afterAll(() => house.stop());

describe('a person is one word away', () => {
  test.each(['人工', '转人工', 'agent', 'human', '转人工！', '我要人工客服', 'i want to talk to a human'])(
    '%s',
    async (word) => {
      const one = await openChat(house);
      await one.greeted();
      await one.says(word);
      expect(await one.status()).toBe('queued');
    },
  );
});

test('asking for a person in words takes along what the guide found', async () => {
  const one = await openChat(house);
  await one.greeted();
  house.payments.put(one.customerId, processing({ createdAt: new Date().toISOString() }));
  await one.says('付款一直处理中');
  await one.card();
  await one.says('人工');
  const [desk] = await house.support.live.deskConversations([one.id]);
  expect(desk).toMatchObject({ priority: 'urgent', topic: { zh: '付款 ¥35.00 · 云朵咖啡 · 等待银行结果' } });
  await eventually(async () =>
    expect(
      (await one.contents()).some(
        (content) => content.type === 'event' && content.event === 'guide_handed_off',
      ),
    ).toBe(true),
  );
});

test('in the queue it acknowledges once; with an agent it is silent', async () => {
  const one = await openChat(house);
  await one.greeted();
  await one.says('转人工');
  const acknowledged = await one.says('付款失败了');
  expect(acknowledged.text.zh).toContain('排队');
  await one.send('快一点');
  await settled(house);
  expect(await one.said()).toHaveLength(3);
  await house.platform.db.query(
    `update support.conversation set status = 'assigned', agent_id = $2, agent_name = '小李' where id = $1`,
    [one.id, newId()],
  );
  await one.send('付款失败了');
  await settled(house);
  expect(await one.said()).toHaveLength(3);
});

test('what was said in line and is read after leaving it queues nobody again', async () => {
  const one = await openChat(house);
  await one.greeted();
  await one.says('转人工');
  await house.platform.db.transaction(async (tx) => {
    // A busy machine: the assistant comes to it only when both have happened.
    await tx.query(`select from platform.event_consumer where name = 'assistant' for update`);
    await one.send('人工怎么还不来');
    await house.leaveQueue(one.customerId, one.id);
  });
  await settled(house);
  expect(await one.status()).toBe('assistant');
  await one.says('转人工');
  expect(await one.status()).toBe('queued');
});

test('unsure: asks once, then hands off', async () => {
  const one = await openChat(house);
  await one.greeted();
  const asked = await one.says('卡');
  expect(asked.suggestions?.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['add-card-or-bank', 'talk-to-a-person']),
  );
  expect(await one.status()).toBe('assistant');
  expect((await one.says('怎么回事')).text.zh).toContain('转人工');
  expect(await one.status()).toBe('queued');
});

test('what has no guide is answered from an article with its citation, and goes on to a person with its topic', async () => {
  const one = await openChat(house);
  await one.greeted();
  const answer = await one.says('怎么注销账号');
  expect(answer.text.zh).toContain('注销账户');
  expect(answer.citations).toEqual([{ kind: 'article', id: 'manage-account' }]);
  expect(answer.suggestions?.map(({ id }) => id)).toEqual(['talk-to-a-person']);
  await one.says('好的');
  expect(await one.status()).toBe('queued');
  const [desk] = await house.support.live.deskConversations([one.id]);
  expect(desk).toMatchObject({ topic: { zh: '账户资料、实名和注销' } });
});

test('what is said beside a waiting card leads back to it, and then to a person', async () => {
  const one = await openChat(house);
  await one.greeted();
  house.payments.put(one.customerId, processing({ createdAt: new Date().toISOString() }));
  await one.says('付款一直处理中');
  await one.card();
  const back = await one.says('那怎么办');
  expect(back.text.zh).toContain('“付款没有结果”');
  expect(back.suggestions?.map(({ id }) => id)).toContain('talk-to-a-person');
  await one.says('卡');
  expect(await one.status()).toBe('queued');
});

test('what the card of an unpaid payment offers is not explained beside it', async () => {
  const one = await openChat(house);
  await one.greeted();
  putUnpaid(house, one.customerId);
  await one.says('付款失败了');
  await one.card();
  expect((await one.says('那我充值一下')).text.zh).toContain('卡片');
});

test('a payment named while a card asks which one is taken up', async () => {
  const one = await openChat(house);
  await one.greeted();
  const [paid] = ['3500', '8800'].map((amount) =>
    putUnpaid(house, one.customerId, { amount, status: 'succeeded', attempts: [] }),
  );
  await one.says('退款在哪');
  await one.card();
  expect((await one.says('35那笔')).citations).toEqual([{ kind: 'payment', id: paid?.id }]);
});

test('a yes after another problem was kept for later does not leave the card', async () => {
  const one = await openChat(house);
  await one.greeted();
  house.payments.put(one.customerId, processing({ createdAt: new Date().toISOString() }));
  const first = await one.says('付款一直处理中，另外怎么修改登录密码');
  expect(first.suggestions?.map(({ id }) => id)).toEqual(['change-password']);
  await one.card();
  expect((await one.says('好的')).text.zh).toContain('卡片');
});

test.each(['你是机器人吗', 'are you a real person'])('it says what it is: %s', async (question) => {
  const one = await openChat(house);
  await one.greeted();
  expect((await one.says(question)).text.zh).toContain('不是真人');
  expect(await one.status()).toBe('assistant');
});

test('a curse within a sentence does not hide what it is about', async () => {
  const one = await openChat(house);
  await one.greeted();
  const answer = await one.says('this is fucking ridiculous my money is gone');
  expect(answer.text.en).toContain('I am sorry for the trouble');
  expect(answer.text.en).toContain('A transaction I do not recognise');
});

test.each(['怎么开发票', 'how do i get a receipt for my payment'])(
  'what papers there are is told from the article: %s',
  async (question) => {
    const one = await openChat(house);
    await one.greeted();
    expect((await one.says(question)).citations).toEqual([{ kind: 'article', id: 'statements' }]);
  },
);

describe('what it solved closes and asks for a rating', () => {
  test('when the customer says thanks', async () => {
    const one = await openChat(house);
    await one.greeted();
    await solve(house, one.id);
    expect((await one.says('谢谢')).text.zh).toContain('欢迎评分');
    expect(await one.status()).toBe('closed');
    expect((await one.contents()).at(-1)).toMatchObject({ type: 'event', event: 'closed' });
  });

  test('after ten quiet minutes, and not when something new has come up', async () => {
    const [quiet, busy] = [await openChat(house), await openChat(house)];
    for (const one of [quiet, busy]) {
      await one.greeted();
      await solve(house, one.id);
    }
    await busy.says('怎么注销账号');
    await settled(house);
    for (const { id } of [quiet, busy])
      await house.platform.db.query(
        'update graphile_worker._private_jobs set run_at = now() where key = $1',
        [`assistant.close_solved ${id}`],
      );
    await eventually(async () => expect(await quiet.status()).toBe('closed'));
    await settled(house);
    expect(await busy.status()).toBe('assistant');
  });

  test('not when nothing was solved', async () => {
    const one = await openChat(house);
    await one.greeted();
    await one.says('谢谢');
    expect(await one.status()).toBe('assistant');
  });
});

test('what was handed off at the help centre goes straight to the queue', async () => {
  const customerId = newId();
  const payment = putUnpaid(house, customerId);
  const run = await house.platform.db.transaction((tx) =>
    house.guides.start(tx, {
      guide: 'payment-failed',
      customerId,
      subject: { paymentId: payment.id },
      door: 'help_centre',
    }),
  );
  await eventually(() => house.guides.answer({ runId: run.id, customerId, step: 1, option: 'person' }));
  const one = await openChat(house, customerId);
  await eventually(async () => expect(await one.status()).toBe('queued'));
  expect(await one.said()).toEqual([]);
});
