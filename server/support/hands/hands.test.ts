import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Macro } from '../../../contract/agent-hands.ts';
import { newId } from '../../platform/ids.ts';
import { answer, close, openAndQueue, startDesk, take, type TestDesk } from '../testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

const macro = {
  shortcut: 'fee',
  title: { zh: '手续费', en: 'Fee' },
  text: { zh: '{customer}您好，提现手续费见费率页。', en: 'Hello {customer}, see the fees page.' },
  actions: [{ type: 'guide', guide: 'limits-and-fees' }],
};

test('supervisors keep the macros, agents use them, and none names what there is not', async () => {
  const [agent, supervisor] = await Promise.all([desk.staff(), desk.staff('supervisor')]);
  const id = newId();
  const save = (body: object, who = supervisor, at = id) => who.call('PUT', `/desk/macros/${at}`, body);
  expect((await save(macro, agent)).body.code).toBe('not_allowed');
  expect((await save(macro)).body).toMatchObject({ ...macro, changedBy: supervisor.name });
  expect((await save(macro, supervisor, newId())).body.code).toBe('conflict');
  for (const wrong of [{ text: { zh: '{balance}', en: 'x' } }, { shortcut: 'two words' }])
    expect((await save({ ...macro, ...wrong })).status).toBe(422);
  const listed = (await agent.call<{ macros: Macro[] }>('GET', '/desk/macros')).body.macros;
  expect(listed.map(({ shortcut }) => shortcut)).toEqual(expect.arrayContaining(['fee', 'hello']));
  expect((await agent.call('DELETE', `/desk/macros/${id}`)).body.code).toBe('not_allowed');
  expect((await supervisor.call('DELETE', `/desk/macros/${id}`)).status).toBe(204);
  expect((await supervisor.call('DELETE', `/desk/macros/${id}`)).status).toBe(404);
});

test('what an agent has begun to write is there at another desk, and nobody else’s', async () => {
  const [agent, other, customer] = [await desk.staff(), await desk.staff(), await desk.customer()];
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  const path = `/desk/conversations/${id}/drafts`;
  await agent.call('PUT', `${path}/reply`, { text: '您好，我查一下' });
  await agent.call('PUT', `${path}/note`, { text: '待核对' });
  const node = await desk.addNode();
  expect((await agent.at(node).call('GET', path)).body).toEqual({ reply: '您好，我查一下', note: '待核对' });
  expect((await other.call('GET', path)).body.code).toBe('not_allowed');
  await agent.call('PUT', `${path}/reply`, { text: ' ' });
  expect((await agent.call('GET', path)).body.reply).toBe('');
  await close(agent, id);
  expect((await agent.call('PUT', `${path}/note`, { text: '还有' })).body.code).toBe('conversation_closed');
  expect((await agent.call('PUT', `${path}/note`, { text: '' })).status, 'dropped late').toBe(204);
});

test('what a customer came about before is in sight of who has the conversation', async () => {
  const [agent, other, customer] = [await desk.staff(), await desk.staff(), await desk.customer()];
  const before = await openAndQueue(customer);
  await take(other, before.id);
  await close(other, before.id);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  const { body } = await agent.call('GET', `/desk/conversations/${id}/history`);
  expect(body.entries).toMatchObject([
    { kind: 'conversation', id: before.id, state: 'resolved', agentName: other.name },
  ]);
  expect((await other.call('GET', `/desk/conversations/${id}/history`)).body.code).toBe('not_allowed');
});

test('a colleague named in a note is told, and may read that conversation, and no more', async () => {
  await desk.platform.events.start();
  const [agent, colleague, customer] = [await desk.staff(), await desk.staff(), await desk.customer()];
  await desk.platform.db.query(
    `insert into support.agent (staff_id, name) values ($1, $2) on conflict do nothing`,
    [colleague.id, colleague.name],
  );
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  expect((await colleague.call('GET', `/desk/conversations/${id}`)).body.code).toBe('not_allowed');
  await answer(agent, id, `@${colleague.name} 请看一下这笔扣款`, 'note');
  await vi.waitFor(
    async () =>
      expect((await colleague.call('GET', '/desk/mentions')).body.mentions).toMatchObject([
        { conversationId: id, by: agent.name, seen: false },
      ]),
    10_000,
  );
  expect((await colleague.call('GET', `/desk/conversations/${id}`)).status).toBe(200);
  expect((await answer(colleague, id, '我来')).body.code).toBe('not_allowed');
  expect((await colleague.call('GET', `/desk/conversations?view=all&search=${customer.name}`)).status).toBe(
    200,
  );
  const [searched] = await desk.platform.db.query<{ details: object }>(
    `select details from identity.audit where action = 'conversation.searched' and staff_id = $1`,
    [colleague.id],
  );
  expect(searched?.details).toMatchObject({ view: 'all', characters: customer.name.length });
  await colleague.call('POST', `/desk/conversations/${id}/mentions/seen`);
  expect((await colleague.call('GET', '/desk/mentions')).body.mentions).toMatchObject([{ seen: true }]);
  await desk.platform.events.stop();
});
