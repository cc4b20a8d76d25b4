import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { close, open, openAndQueue, type Person, startDesk, take, type TestDesk } from './testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

const reason = '核对来电号码';
const unmask = (staff: Person, id: string, more: object = {}) =>
  staff.call('POST', `/desk/conversations/${id}/unmaskings`, { field: 'phone', reason, ...more });

async function taken(agent: Person): Promise<{ id: string; customer: Person }> {
  const customer = await desk.customer();
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  return { id, customer };
}

test('one field, for a reason, only in one’s own open conversation', async () => {
  const [agent, colleague, supervisor] = await Promise.all([
    desk.staff(),
    desk.staff(),
    desk.staff('supervisor'),
  ]);
  const { id, customer } = await taken(agent);
  const { status, body } = await unmask(agent, id);
  expect(status).toBe(200);
  expect(body.value).toMatch(/^\+86138\d{8}$/);
  expect((await unmask(agent, id, { field: 'name' })).body.value).toBe('欧阳小明');

  expect((await unmask(agent, id, { reason: '' })).status).toBe(422);
  expect((await unmask(agent, id, { field: 'password' })).status).toBe(422);
  for (const other of [colleague, supervisor])
    expect((await unmask(other, id)).body.code, 'not theirs').toBe('not_allowed');
  expect((await unmask(agent, newId())).body.code).toBe('not_found');
  const { id: unassigned } = await open(await desk.customer());
  expect((await unmask(agent, unassigned)).body.code).toBe('not_allowed');
  await close(agent, id);
  expect((await unmask(agent, id)).body.code).toBe('conversation_closed');

  const seen = await supervisor.call('GET', '/desk/unmaskings');
  expect(seen.body.entries.filter((entry: { staff: Person }) => entry.staff.id === agent.id)).toMatchObject([
    { field: 'name', reason, conversationId: id, customer: { name: '***明' } },
    { field: 'phone', reason, conversationId: id },
  ]);
  expect(seen.body.counts).toContainEqual({
    staff: { id: agent.id, name: agent.name },
    today: 2,
    month: 2,
  });
  expect(JSON.stringify(seen.body)).not.toContain('欧阳小明');
  expect((await agent.call('GET', '/desk/unmaskings')).body.code).toBe('not_allowed');

  const exported = await supervisor.call('GET', `/desk/customers/${customer.id}/audit`);
  const actions = exported.body.entries.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(['customer.registered', 'conversation.taken', 'customer.unmasked']),
  );
  expect((await agent.call('GET', `/desk/customers/${customer.id}/audit`)).body.code).toBe('not_allowed');
  expect((await supervisor.call('GET', `/desk/customers/${newId()}/audit`)).body.code).toBe('not_found');
  const again = await supervisor.call('GET', `/desk/customers/${customer.id}/audit`);
  expect(again.body.entries.at(-1)).toMatchObject({ action: 'audit.exported', staff: { id: supervisor.id } });
});

test('ten an hour, also when asked for at once, and told when there will be more', async () => {
  const agent = await desk.staff();
  const { id } = await taken(agent);
  const answers = await Promise.all(Array.from({ length: 14 }, () => unmask(agent, id)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(4);
  expect(Date.parse(refused[0]?.body.retryAt)).toBeGreaterThan(Date.now());
});
