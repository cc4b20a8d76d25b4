import { afterEach, beforeEach, expect, test } from 'vitest';
import { businessDay } from '../../../contract/business-day.ts';
import type { NamedFigures } from '../../../contract/reports.ts';
import { newId } from '../../platform/ids.ts';
import { until } from '../../platform/testing.ts';
import {
  answer,
  close,
  open,
  openAndQueue,
  type Person,
  say,
  startDesk,
  take,
  type TestDesk,
  transcript,
} from '../testing.ts';

// Of its own for each: reports count all that is done at a desk.
let desk: TestDesk;
beforeEach(async () => {
  desk = await startDesk();
  await desk.platform.events.start();
});
afterEach(async () => {
  await desk.platform.events.stop();
  await desk.stop();
});

const merge = (agent: Person, into: string, source: string) =>
  agent.call('PUT', `/desk/conversations/${into}/merged/${source}`);

/** A conversation of a customer that an agent has. */
async function served(customer: Person, agent: Person): Promise<string> {
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  return id;
}

/** A customer who came back: what another agent closed as resolved, and what this agent has now. */
async function cameBack() {
  const [before, agent, customer] = [await desk.staff(), await desk.staff(), await desk.customer()];
  const source = await served(customer, before);
  await say(customer, source, '退款还没有到账');
  await close(before, source);
  return { before, customer, agent, source, into: await served(customer, agent) };
}

test('an earlier conversation goes on in the later one: told on both sides, read by its agent, neither solved nor rated', async () => {
  const [{ before, customer, agent, source, into }, boss] = [
    await cameBack(),
    await desk.staff('supervisor'),
  ];
  // Of whoever closed the earlier one.
  const report = async () => {
    const day = businessDay(new Date());
    const { body } = await boss.call<{ agents: NamedFigures[] }>(
      'GET',
      `/desk/reports?from=${day}&to=${day}`,
    );
    return body.agents.find(({ key }) => key === before.id);
  };
  await until(async () => (await report())?.resolved === 1);
  // As the customer was told when they came back.
  expect((await agent.call('GET', `/desk/conversations/${source}`)).status).toBe(200);

  expect((await merge(agent, into, source)).status).toBe(204);
  expect((await merge(agent, into, source)).status).toBe(204);
  for (const [id, other] of [
    [source, into],
    [into, source],
  ] as const) {
    const told = (await transcript(customer, id)).filter(
      ({ content }) => content.type === 'event' && content.event === 'merged',
    );
    expect(told).toMatchObject([{ content: { conversationId: other } }]);
  }
  const read = await agent.call('GET', `/desk/conversations/${source}`);
  expect(read.body.conversation).toMatchObject({ status: 'closed', mergedInto: into });
  expect((await answer(agent, source, '您好')).body.code).toBe('not_allowed');
  expect((await agent.call('GET', `/desk/conversations/${into}/history`)).body.entries).toMatchObject([
    { id: source, state: 'merged' },
  ]);

  expect((await customer.call('POST', `/conversations/${source}/rating`, { score: 5 })).body.code).toBe(
    'conflict',
  );
  await until(async () => (await report())?.resolved === 0);
  expect(await report()).toMatchObject({ closed: 1, reopened: 1 });
  // What the customer sends to the earlier one is told to go to the open one.
  expect((await say(customer, source, '还没到')).body.code).toBe('conversation_closed');
  expect((await open(customer)).id).toBe(into);
  const kept = await desk.platform.db.query(
    `select staff_id, details from identity.audit where conversation_id = $1 and action = 'conversation.merged'`,
    [into],
  );
  expect(kept).toMatchObject([{ staff_id: agent.id, details: { conversationId: source } }]);

  // The next time, all of it goes on there.
  await close(agent, into);
  const next = await desk.staff();
  const third = await served(customer, next);
  expect((await next.call('GET', `/desk/conversations/${source}`)).body.code).toBe('not_allowed');
  expect((await merge(next, third, source)).body.code).toBe('already_merged');
  expect((await merge(next, third, into)).status).toBe(204);
  expect((await next.call('GET', `/desk/conversations/${source}`)).body.conversation.mergedInto).toBe(third);
});

test('only who has the open conversation merges, and only what is of the same customer', async () => {
  const [{ agent, source, into }, other] = [await cameBack(), await cameBack()];
  const refused = async (...of: Parameters<typeof merge>) => (await merge(...of)).body.code;
  expect(await refused(agent, into, into)).toBe('link_to_itself');
  expect(await refused(agent, into, newId())).toBe('link_target_not_found');
  expect(await refused(agent, newId(), source)).toBe('not_found');
  expect(await refused(other.agent, into, source)).toBe('not_allowed');
  expect(await refused(await desk.staff('supervisor'), into, source)).toBe('not_allowed');
  expect(await refused(agent, into, other.source)).toBe('merge_other_customer');
  await close(agent, into);
  expect(await refused(agent, into, source)).toBe('conversation_closed');
});

test('merging, closing and rating at once end as if one came after the other', async () => {
  const node = await desk.addNode();
  for (let round = 0; round < 5; round++) {
    const { customer, agent, source, into } = await cameBack();
    const [one, two, closed, rated] = await Promise.all([
      merge(agent, into, source),
      merge(agent.at(node), into, source),
      close(agent.at(node), into),
      customer.call('POST', `/conversations/${source}/rating`, { score: 2 }),
    ]);
    expect(closed.status).toBe(200);
    for (const { status, body } of [one, two])
      expect([204, 'conversation_closed']).toContain(status === 204 ? status : body.code);
    const merged = one.status === 204 || two.status === 204;
    const events = (await transcript(customer, source)).flatMap(({ content }) =>
      content.type === 'event' ? [content.event] : [],
    );
    expect(events.filter((event) => event === 'merged')).toHaveLength(merged ? 1 : 0);
    expect([200, 409]).toContain(rated.status);
    if (rated.status === 200 && merged)
      expect(events.indexOf('rated')).toBeLessThan(events.indexOf('merged'));
  }
});
