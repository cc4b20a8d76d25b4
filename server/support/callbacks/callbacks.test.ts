import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskCallback } from '../../../contract/callbacks.ts';
import { newId } from '../../platform/ids.ts';
import { addBusinessTime } from '../calendar.ts';
import { open, type Person, startDesk, type TestDesk, transcript } from '../testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.stop());

const minute = 60_000;
const now = () => desk.platform.clock.now();

/** Makes it due now: turning the clock to business hours would end the agents' sessions. */
const makeDue = (id: string, minutesAgo = 0) =>
  desk.platform.db.query(
    `update support.callback set due_from = $2::timestamptz - interval '90 minutes', due_until = $2 where id = $1`,
    [id, new Date(now().getTime() + (60 - minutesAgo) * minute)],
  );

const windowAt = async (index: number) =>
  (await desk.support.callbacks.windows(desk.platform.db))[index]?.from ?? '';

async function request(customer: Person, id = newId(), from?: string) {
  const window = from ?? (await windowAt(0));
  return desk.support.callbacks.request({
    id,
    customerId: customer.id,
    from: window,
    reason: 'payment',
    language: 'zh',
  });
}

const listed = async (agent: Person, view = 'open') =>
  (await agent.call<{ callbacks: DeskCallback[] }>('GET', `/desk/callbacks?view=${view}`)).body.callbacks;
const claim = (agent: Person, id: string) => agent.call('PUT', `/desk/callbacks/${id}/agent`);
const startCall = (agent: Person, id: string) => agent.call('POST', `/desk/callbacks/${id}/calls`);
const end = (agent: Person, id: string, body: object) =>
  agent.call<DeskCallback>('POST', `/desk/callbacks/${id}/result`, body);
const said = async (customer: Person, conversationId: string) =>
  (await transcript(customer, conversationId)).flatMap(({ content }) =>
    content.type === 'event' && content.event === 'callback' ? [content.text.zh] : [],
  );

test('windows are in business hours, apart, and full ones are not offered', async () => {
  const windows = await desk.support.callbacks.windows(desk.platform.db);
  expect(windows).toHaveLength(12);
  for (const { from, until } of windows) {
    const local = new Date(Date.parse(from) + 8 * 3_600_000);
    expect(local.getUTCHours() * 60 + local.getUTCMinutes()).toBeGreaterThanOrEqual(9 * 60);
    expect(Date.parse(until) - Date.parse(from)).toBe(90 * minute);
  }
  const last = windows.at(-1)?.from ?? '';
  await desk.platform.db.query(
    `insert into support.callback (id, customer_id, reason, language, due_from, due_until, requested_at)
     select gen_random_uuid(), gen_random_uuid(), 'other', 'zh', $1::timestamptz, $1::timestamptz + interval '90 minutes', now()
     from generate_series(1, 9)`,
    [last],
  );
  const customers = await Promise.all([desk.customer(), desk.customer(), desk.customer()]);
  const asked = await Promise.allSettled(customers.map((customer) => request(customer, newId(), last)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const left = (await desk.support.callbacks.windows(desk.platform.db)).map(({ from }) => from);
  expect(left).not.toContain(last);
});

test('one open a customer: the same request again is the same, another is refused, and it can be taken back', async () => {
  const customer = await desk.customer();
  const conversation = await open(customer);
  const id = newId();
  const [first, again] = await Promise.all([request(customer, id), request(customer, id)]);
  expect(again).toEqual(first);
  await expect(request(customer)).rejects.toMatchObject({ code: 'conflict' });
  const other = await desk.customer();
  await expect(desk.support.callbacks.cancel(other.id, id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await desk.support.callbacks.cancel(customer.id, id)).status).toBe('canceled');
  expect((await desk.support.callbacks.cancel(customer.id, id)).status).toBe('canceled');
  expect((await request(customer)).status).toBe('requested');
  const words = await said(customer, conversation.id);
  expect(words[0]).toMatch(/^已预约回电：\d+月\d+日周. \d\d:\d\d–\d\d:\d\d/);
  expect(words[1]).toBe('回电已取消');
  await expect(
    desk.support.callbacks.request({
      id: newId(),
      customerId: other.id,
      from: new Date(0).toISOString(),
      reason: 'other',
      language: 'en',
    }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('claimed by one, called in its time with the conversation in hand, and done', async () => {
  const [customer, agent, colleague] = [await desk.customer(), await desk.staff(), await desk.staff()];
  const { id } = await request(customer, newId(), await windowAt(1));
  const claims = await Promise.all([claim(agent, id), claim(colleague, id)]);
  expect(new Set(claims.map(({ status }) => status))).toEqual(new Set([200, 409]));
  const [holder, refused] = claims[0]?.status === 200 ? [agent, colleague] : [colleague, agent];
  expect((await claim(holder, id)).status).toBe(200);
  expect((await startCall(refused, id)).body.code).toBe('not_allowed');
  expect((await end(holder, id, { result: 'busy' })).body.code).toBe('conflict');
  expect((await startCall(holder, id)).body.code).toBe('conflict');
  await makeDue(id);
  const capacity = (places: number) =>
    desk.platform.db.query('update support.agent set capacity = $2 where staff_id = $1', [holder.id, places]);
  await holder.call('PUT', '/desk/presence', { presence: 'away' });
  await capacity(0);
  expect((await startCall(holder, id)).body.code).toBe('at_capacity');
  expect(
    await desk.platform.db.query(
      `select from identity.audit where customer_id = $1 and action = 'customer.unmasked'`,
      [customer.id],
    ),
    'who cannot call sees no number',
  ).toEqual([]);
  await capacity(5);

  const { status, body } = await startCall(holder, id);
  expect(status).toBe(200);
  expect(body.phone).toMatch(/^\+86138/);
  expect(body.callback).toMatchObject({ status: 'calling', agent: { id: holder.id } });
  const seen = await holder.call('GET', `/desk/conversations/${body.conversationId}`);
  expect(seen.body.conversation).toMatchObject({ status: 'assigned', agentId: holder.id });
  await expect(desk.support.callbacks.cancel(customer.id, id)).rejects.toMatchObject({ code: 'conflict' });

  const done = await end(holder, id, { result: 'reached', outcome: 'solved', note: '已说明退款到账时间' });
  expect(done.body).toMatchObject({ status: 'done', outcome: 'solved', note: '已说明退款到账时间' });
  expect((await listed(holder)).some((one) => one.id === id)).toBe(false);
  expect((await listed(holder, 'closed'))[0]).toMatchObject({ id, calls: [{ result: 'reached' }] });
  expect(await said(customer, body.conversationId)).toEqual(['客服正在给您打电话', '通话已结束']);
  const audit = await desk.platform.db.query<{ action: string }>(
    `select action from identity.audit where customer_id = $1 and action ~ '^(callback|customer)\\.' order by position`,
    [customer.id],
  );
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['callback.claimed', 'customer.unmasked', 'callback.called', 'callback.ended']),
  );
});

test('not answered three times: later each time, then given up, and told', async () => {
  const [customer, agent] = [await desk.customer(), await desk.staff()];
  const conversation = await open(customer);
  const { id } = await request(customer);
  const results = ['no_answer', 'busy', 'unreachable'] as const;
  for (const [index, result] of results.entries()) {
    await claim(agent, id);
    await makeDue(id);
    expect((await startCall(agent, id)).status).toBe(200);
    const calledAt = now();
    const { body } = await end(agent, id, { result });
    if (index === 2) expect(body).toMatchObject({ status: 'missed', missedCalls: 3 });
    else {
      expect(body).toMatchObject({ status: 'requested', missedCalls: index + 1 });
      expect(body.agent).toBeUndefined();
      expect(Date.parse(body.from)).toBeGreaterThanOrEqual(
        addBusinessTime(calledAt, index === 0 ? 30 * minute : 120 * minute).getTime(),
      );
    }
  }
  const words = await said(customer, conversation.id);
  expect(words.filter((one) => one.startsWith('刚才的电话没有打通'))).toHaveLength(2);
  expect(words.at(-1)).toContain('打了三次都没有打通');
  const told = await desk.platform.db.query(
    `select 1 from graphile_worker._private_jobs where payload ->> 'customerId' = $1 and payload ->> 'notice' like 'callback_%'`,
    [customer.id],
  );
  expect(told.length).toBe(6);
});

test('what an agent forgets goes back to the list, in the order in which it is due', async () => {
  const [customer, agent, colleague] = [await desk.customer(), await desk.staff(), await desk.staff()];
  const { id } = await request(customer);
  await claim(agent, id);
  expect((await colleague.call('DELETE', `/desk/callbacks/${id}/agent`)).body.code).toBe('not_allowed');
  await agent.call('DELETE', `/desk/callbacks/${id}/agent`);
  await claim(agent, id);
  await makeDue(id, 61);
  await desk.support.callbacks.sweep();
  const all = await listed(colleague);
  expect(all.find((one) => one.id === id)).toMatchObject({ status: 'requested' });
  expect(all.map(({ from }) => from)).toEqual(all.map(({ from }) => from).toSorted());
  await claim(colleague, id);
  await startCall(colleague, id);
  await desk.platform.db.query(
    `update support.callback_call set started_at = started_at - interval '3 hours' where callback_id = $1`,
    [id],
  );
  await desk.support.callbacks.sweep();
  expect((await listed(agent)).find((one) => one.id === id)).toMatchObject({
    status: 'requested',
    missedCalls: 1,
  });
});
