import { businessDay } from '../../../contract/business-day.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NamedFigures } from '../../../contract/reports.ts';
import { until } from '../../platform/testing.ts';
import { answer, close, open, openAndQueue, say, startDesk, take, type TestDesk } from '../testing.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = await startDesk();
  await desk.platform.events.start();
});
afterEach(async () => {
  await desk.platform.events.stop();
  await desk.stop();
});

const today = () => businessDay(new Date());

test('a report tells what became of conversations, each counted once, and only a supervisor reads it', async () => {
  const [agent, boss] = await Promise.all([desk.staff(), desk.staff('supervisor')]);
  const query = `/desk/reports?from=${today()}&to=${today()}`;
  expect((await agent.call('GET', query)).status).toBe(403);
  const report = async () => (await boss.call('GET', query)).body;
  expect((await report()).total).toMatchObject({ closed: 0, rated: 0 });

  const customers = await Promise.all([desk.customer(), desk.customer(), desk.customer()]);
  for (const [place, customer] of customers.entries()) {
    const { id } = await openAndQueue(customer);
    await say(customer, id, '付款失败了');
    const wall = (await boss.call('GET', '/desk/wall')).body;
    expect(wall).toMatchObject({ waiting: 1, areas: [{ waiting: 1 }] });
    await take(agent, id);
    await answer(agent, id, 'between us', 'note');
    if (place < 2) await answer(agent, id, '您好');
    expect((await boss.call('GET', '/desk/wall')).body).toMatchObject({ waiting: 0, assigned: 1 });
    await close(agent, id, { resolution: place === 0 ? 'unresolved' : 'resolved' });
    if (place > 0)
      await customer.call(
        'POST',
        `/conversations/${id}/rating`,
        place === 1 ? { score: 5 } : { score: 1, reason: 'slow' },
      );
  }
  // The assistant solves one by itself, and the first customer comes back.
  const alone = await open(await desk.customer());
  await desk.platform.db.transaction((tx) => desk.support.closeSolved(tx, alone.id));
  await open(customers[0]);

  await until(async () => {
    const { total } = await report();
    return total.closed === 4 && total.rated === 2 && total.reopened === 1;
  });
  const { total, days, agents, reasons } = await report();
  expect(total).toMatchObject({
    closed: 4,
    resolved: 3,
    alone: 1,
    reopened: 1,
    rated: 2,
    score: 3,
    inTime: 1,
  });
  expect(reasons).toEqual([{ reason: 'slow', count: 1 }]);
  expect(days).toEqual([{ ...total, key: today() }]);
  const own = agents.find(({ key }: NamedFigures) => key === agent.id);
  expect(own).toMatchObject({ name: agent.name, closed: 3, resolved: 2, alone: 0, reopened: 1, score: 3 });
  expect(agents.find(({ key }: NamedFigures) => key === '')).toMatchObject({ closed: 1, alone: 1 });
  expect((await boss.call('GET', '/desk/reports?from=2026-01-01&to=2026-12-31')).status).toBe(400);
});

test('a bad rating waits until a supervisor has said what was done about it, once', async () => {
  const [agent, boss, customer] = await Promise.all([
    desk.staff(),
    desk.staff('supervisor'),
    desk.customer(),
  ]);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  await close(agent, id);
  await customer.call('POST', `/conversations/${id}/rating`, { score: 2, comment: '等太久' });
  const bad = async () => (await boss.call('GET', '/desk/ratings/bad')).body.ratings;
  expect(await bad()).toContainEqual(
    expect.objectContaining({ conversationId: id, score: 2, comment: '等太久', agentName: agent.name }),
  );
  const path = `/desk/ratings/${id}/follow-up`;
  expect((await agent.call('POST', path, { text: '…' })).status).toBe(403);
  expect((await boss.call('POST', path, { text: '已致电致歉' })).status).toBeLessThan(300);
  expect((await boss.call('POST', path, { text: '再来一次' })).body.code).toBe('conflict');
  expect(JSON.stringify(await bad())).not.toContain(id);
});
