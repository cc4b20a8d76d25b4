import { businessDay } from '../../../contract/business-day.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Conversation } from '../../../contract/support.ts';
import { close, openAndQueue, type Person, startDesk, take, type TestDesk } from '../testing.ts';
import { foldPromises } from './promise-accuracy.ts';
import { claimFromQueue } from './queue-queries.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const report = async (boss: Person) => {
  const shanghai = businessDay(desk.platform.clock.now());
  return (await boss.call('GET', `/desk/reports?from=${shanghai}&to=${shanghai}`)).body.expectedWait;
};
const seconds = async (conversation: Conversation) =>
  (
    await desk.platform.db.query<{ promised_seconds: number }>(
      'select promised_seconds from support.wait_promise where conversation_id = $1 order by promised_at',
      [conversation.id],
    )
  ).map((row) => row.promised_seconds);

test('what customers are told first is held against what happened; who leaves counts apart', async () => {
  // On Sunday with nobody there, nothing is promised.
  desk.passToSunday();
  const early = await desk.customer();
  const untilOpen = await openAndQueue(early);
  expect(untilOpen.queue?.opensAt).toBeDefined();
  expect(await seconds(untilOpen)).toEqual([]);
  await early.call('DELETE', `/conversations/${untilOpen.id}/handoff`);
  // Monday 10:00 in Shanghai, so that no day ends in between.
  desk.pass(22 * 3_600_000);
  const [agent, boss] = [await desk.staff(), await desk.staff('supervisor')];
  const customers = await Promise.all(Array.from({ length: 4 }, () => desk.customer()));
  const [first, second, third, fourth] = customers as [Person, Person, Person, Person];

  expect(await report(boss)).toEqual({ answered: 0, left: 0 });
  await agent.call('PUT', '/desk/presence', { presence: 'online' });
  // Two are being served and take the only places: 300 s / 2 a turn.
  await desk.platform.db.query('update support.agent set capacity = 2 where staff_id = $1', [agent.id]);
  const busy: Conversation[] = [];
  for (const customer of [first, second]) {
    const conversation = await openAndQueue(customer);
    expect(await seconds(conversation)).toEqual([0]);
    expect((await take(agent, conversation.id)).status).toBe(200);
    busy.push(conversation);
  }
  const waits = await openAndQueue(third);
  const behind = await openAndQueue(fourth);
  expect([await seconds(waits), await seconds(behind)]).toEqual([[150], [300]]);
  expect(waits.queue?.expectedWaitSeconds).toBe(150);

  desk.pass(100_000);
  expect((await fourth.call('DELETE', `/conversations/${behind.id}/handoff`)).status).toBe(200);
  await close(agent, busy[0]?.id ?? '');
  expect((await take(agent, waits.id)).status).toBe(200);
  // Waited 0, 0 and 100 s; told 0, 0 and 150 s.
  const accuracy = await report(boss);
  expect(accuracy).toMatchObject({ answered: 3, left: 1, kept: 1 });
  // And a little more on a slow machine, whose own seconds count.
  for (const figure of [accuracy.bias, accuracy.meanError])
    expect(Math.abs(figure - 50 / 3)).toBeLessThan(10);

  // Folded into its day, it reads the same.
  await foldPromises(desk.platform.db);
  expect(await report(boss)).toEqual(accuracy);
  // Given back, it is told anew, and late this time: handling has been 100 s once, so one's turn is nearer.
  await agent.call('POST', `/desk/conversations/${waits.id}/transfer`, {
    to: { kind: 'queue' },
    note: '换人',
  });
  expect(await seconds(waits)).toHaveLength(1);
  desk.pass(600_000);
  await agent.call('PUT', '/desk/presence', { presence: 'online' });
  expect((await take(agent, waits.id)).status).toBe(200);
  expect(await report(boss)).toMatchObject({ answered: 4, left: 1, kept: 3 / 4 });
  expect((await report(boss)).bias).toBeLessThan(0);
});

test('who waits and is given to another team is told anew, and only that is held against what happens', async () => {
  const [agent, boss, first, second] = [
    await desk.staff(),
    await desk.staff('supervisor'),
    await desk.customer(),
    await desk.customer(),
  ];
  await agent.call('PUT', '/desk/presence', { presence: 'online' });
  await desk.platform.db.query('update support.agent set capacity = 1 where staff_id = $1', [agent.id]);
  const served = await openAndQueue(first);
  await take(agent, served.id);
  const waits = await openAndQueue(second);
  expect(await seconds(waits)).toEqual([300]);
  desk.pass(60_000);
  await agent.call('PUT', '/desk/presence', { presence: 'online' });
  // Nobody of the second line is there: as long as the patience of routing, and then nobody else comes.
  const to = { kind: 'team', skill: 'account', level: 2 };
  expect(
    (await boss.call('POST', `/desk/conversations/${waits.id}/transfer`, { to, note: '需要二线' })).status,
  ).toBe(200);
  const [told] = await seconds(waits);
  expect(await seconds(waits)).toHaveLength(1);
  expect((await second.call('GET', '/conversations')).body.conversations[0].queue.expectedWaitSeconds).toBe(
    told,
  );
  expect(told).not.toBe(300);
  // Somebody who is just taking it holds its place and then wants the conversation: neither waits for the other.
  const funds = { kind: 'team', skill: 'funds', level: 2 };
  await desk.platform.db.transaction(async (tx) => {
    await claimFromQueue(tx, waits.id);
    const given = { to: funds, note: '换一组' };
    expect((await boss.call('POST', `/desk/conversations/${waits.id}/transfer`, given)).status).toBe(200);
    await tx.query('select from support.conversation where id = $1 for update', [waits.id]);
    await tx.query(`insert into support.queue (conversation_id, rank, waiting_since) values ($1, 1, now())`, [
      waits.id,
    ]);
  });
  expect(
    await desk.platform.db.query('select skill, level from support.queue where conversation_id = $1', [
      waits.id,
    ]),
  ).toEqual([{ skill: 'funds', level: 2 }]);
  // With nobody at the desk there is no estimate left to be held against anything.
  desk.pass(90_000);
  const back = { kind: 'team', skill: 'account', level: 1 };
  await boss.call('POST', `/desk/conversations/${waits.id}/transfer`, { to: back, note: '一线即可' });
  const isOpen =
    (await second.call('GET', '/conversations')).body.conversations[0].queue.opensAt === undefined;
  expect(await seconds(waits)).toHaveLength(isOpen ? 1 : 0);
});

test('a surge is told to whoever would wait long for a person, who may ask all the same, and to the supervisor', async () => {
  const [agent, boss, asks] = [await desk.staff(), await desk.staff('supervisor'), await desk.customer()];
  const forecast = async () => (await asks.call('GET', '/support/wait?language=zh')).body;
  const wall = async () => (await boss.call('GET', '/desk/wall')).body;
  const seen = () => agent.call('PUT', '/desk/presence', { presence: 'online' });
  expect(await forecast(), 'nobody is there').toMatchObject({ surge: false });
  await seen();
  await desk.platform.db.query('update support.agent set capacity = 1 where staff_id = $1', [agent.id]);
  expect(await forecast()).toEqual({ expectedWaitSeconds: 0, surge: false });
  const queued: string[] = [];
  for (let count = 0; count < 4; count++) queued.push((await openAndQueue(await desk.customer())).id);
  await take(agent, queued[0] ?? '');
  // Three before, one place, a few minutes each.
  expect(await forecast()).toMatchObject({ surge: true });
  expect(await wall()).toMatchObject({ surge: true, waiting: 3 });
  const own = await openAndQueue(asks);
  expect(own).toMatchObject({ status: 'queued', queue: { position: 4 } });
  expect(await seconds(own)).toEqual([own.queue?.expectedWaitSeconds]);
  await desk.platform.db.query('update support.agent set capacity = 9 where staff_id = $1', [agent.id]);
  expect(await wall()).toMatchObject({ surge: false, expectedWaitSeconds: 0 });

  const staffing = '/desk/staffing?arrivalsPerHour=200&handlingSeconds=180&serviceLevel=0.8&withinSeconds=20';
  expect((await boss.call('GET', `${staffing}&places=3&patienceSeconds=240`)).body.voice.agents).toBe(14);
  expect((await agent.call('GET', `${staffing}&places=3&patienceSeconds=240`)).status).toBe(403);
});
