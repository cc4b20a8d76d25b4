import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskConversation } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
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
} from './testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

const list = async (staff: Person, view: string) =>
  (
    await staff.call<{ conversations: DeskConversation[]; counts: Record<string, number> }>(
      'GET',
      `/desk/conversations?view=${view}`,
    )
  ).body;
const ids = (entries: { conversations: DeskConversation[] }) => entries.conversations.map(({ id }) => id);
const audited = (conversationId: string) =>
  desk.platform.db.query<{ action: string; staff_id: string; details: Record<string, unknown> }>(
    'select action, staff_id, details from identity.audit where conversation_id = $1 order by position',
    [conversationId],
  );

test('the agent who takes a conversation sees the customer’s facts, masked, and the payment it is about', async () => {
  const [customer, payee, agent] = await Promise.all([desk.customer(), desk.customer(), desk.staff()]);
  await customer.call('PUT', '/me/payment-password', {
    password: 'Kestrel over the harbour 7',
    paymentPassword: '246810',
  });
  const pay = await desk.app.inject({
    method: 'POST',
    url: '/api/payments',
    headers: { cookie: customer.cookie, 'idempotency-key': newId() },
    payload: {
      kind: 'transfer',
      payeeId: payee.id,
      amount: '3500',
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: '246810',
    },
  });
  const failed = pay.json();
  expect(failed.code).toBe('insufficient_balance');
  const { id } = await open(customer, { screen: 'payment', paymentId: failed.payment.id });
  await customer.call('POST', `/conversations/${id}/handoff`);

  const { status, body } = await take(agent, id);
  expect(status).toBe(200);
  expect(body.customer).toMatchObject({ id: customer.id, name: '***明', hasPaymentPassword: true });
  expect(body.customer.maskedContact).toMatch(/^138\*{4}\d{4}$/);
  expect(body.customer.balances).toEqual([{ currency: 'CNY', available: '0', held: '0' }]);
  expect(body.customer.conversationsInLast30Days).toBe(1);
  expect(body.context).toMatchObject([{ context: { screen: 'payment', paymentId: failed.payment.id } }]);
  expect(body.recentPayments.map((payment) => payment.id)).toEqual([failed.payment.id]);
  expect(body.subjectPayment).toMatchObject({
    id: failed.payment.id,
    failure: { code: 'insufficient_balance' },
  });
  expect(body.subjectPayment?.attempts[0]?.trace.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toContain('欧阳小明');

  const path = `/desk/conversations/${id}/payments/${failed.payment.id}`;
  expect((await agent.call('GET', path)).body.id).toBe(failed.payment.id);
  expect((await agent.call('GET', `/desk/conversations/${id}/payments/${newId()}`)).body.code).toBe(
    'not_found',
  );
  const colleague = await desk.staff();
  expect((await colleague.call('GET', path)).body.code).toBe('not_allowed');
  await expect
    .poll(async () => (await audited(id)).map(({ action }) => action))
    .toEqual([
      'conversation.taken',
      'conversation.viewed',
      'payment.viewed',
      'payment.viewed',
      'staff.refused',
    ]);
});

test('only the agent who has it acts in a conversation; a supervisor reads; others open it only by taking it', async () => {
  const [customer, agent, colleague, supervisor] = await Promise.all([
    desk.customer(),
    desk.staff(),
    desk.staff('senior_agent'),
    desk.staff('supervisor'),
  ]);
  const { id } = await openAndQueue(customer);
  const act = (staff: Person) => [
    answer(staff, id, 'hello'),
    answer(staff, id, 'hello', 'note'),
    close(staff, id),
  ];
  for (const staff of [agent, colleague]) {
    expect((await staff.call('GET', `/desk/conversations/${id}`)).body.code, 'not yet taken').toBe(
      'not_allowed',
    );
    for (const refused of await Promise.all(act(staff))) expect(refused.body.code).toBe('not_allowed');
  }
  await take(agent, id);
  expect((await take(colleague, id)).body.code).toBe('already_taken');
  expect((await colleague.call('GET', `/desk/conversations/${id}`)).body.code).toBe('not_allowed');
  for (const staff of [colleague, supervisor])
    for (const refused of await Promise.all(act(staff))) expect(refused.body.code).toBe('not_allowed');
  expect((await supervisor.call('GET', `/desk/conversations/${id}`)).status).toBe(200);
  expect((await answer(agent, id, 'hello')).status).toBe(201);

  const caller = (person: Person, role: 'agent' | 'supervisor') => ({
    staffId: person.id,
    sessionId: person.id,
    name: person.name,
    role,
  });
  const { db } = desk.platform;
  expect((await desk.support.requireAgent(db, caller(agent, 'agent'), id)).customerId).toBe(customer.id);
  const boss = caller(supervisor, 'supervisor');
  await expect(desk.support.requireAgent(db, boss, id)).rejects.toMatchObject({ code: 'not_allowed' });
  expect((await desk.support.requireAgent(db, boss, id, 'read')).id).toBe(id);
  await expect(desk.support.requireAgent(db, boss, newId(), 'read')).rejects.toMatchObject({
    code: 'not_found',
  });

  expect((await close(agent, id)).status).toBe(200);
  await expect(desk.support.requireAgent(db, caller(agent, 'agent'), id)).rejects.toMatchObject({
    code: 'conversation_closed',
  });
  expect((await agent.call('GET', `/desk/conversations/${id}`)).status, 'what they had they may read').toBe(
    200,
  );
  expect((await colleague.call('GET', `/desk/conversations/${id}`)).body.code).toBe('not_allowed');
  expect((await customer.call('GET', `/desk/conversations/${id}`)).body.code).toBe('not_signed_in');
});

test('views and counts: mine, unassigned, all, closed', async () => {
  const [agent, colleague, supervisor] = await Promise.all([
    desk.staff(),
    desk.staff(),
    desk.staff('supervisor'),
  ]);
  const before = (await list(supervisor, 'all')).counts;
  const customers = await Promise.all(Array.from({ length: 4 }, () => desk.customer()));
  const [one, two, three, four] = customers as [Person, Person, Person, Person];
  const [mine, theirs, queued, alone] = await Promise.all([
    openAndQueue(one),
    openAndQueue(two),
    openAndQueue(three),
    open(four),
  ]);
  await take(agent, mine.id);
  await take(colleague, theirs.id);
  expect((await list(agent, 'mine')).conversations[0]?.awaitsReply, 'a greeting').toBe(true);
  for (const [index, { id }] of [mine, theirs, queued, alone].entries())
    await say(customers[index] as Person, id, 'please help');

  const view = await list(agent, 'mine');
  expect(ids(view)).toEqual([mine.id]);
  expect(view.counts).toEqual({
    mine: 1,
    unassigned: (before.unassigned ?? 0) + 1,
    all: (before.all ?? 0) + 4,
  });
  expect(view.conversations[0]).toMatchObject({
    awaitsReply: true,
    agentName: agent.name,
    status: 'assigned',
  });
  await answer(agent, mine.id, 'of course');
  expect((await list(agent, 'mine')).conversations[0]?.awaitsReply).toBe(false);
  expect(ids(await list(agent, 'unassigned'))).toContain(queued.id);

  const all = await list(agent, 'all');
  expect(ids(all)).toEqual(expect.arrayContaining([mine.id, theirs.id, queued.id, alone.id]));
  const lastOf = (entries: { conversations: DeskConversation[] }, id: string) =>
    entries.conversations.find((entry) => entry.id === id)?.lastMessage?.content;
  expect(lastOf(all, mine.id), 'one’s own').toMatchObject({ text: 'of course' });
  expect(lastOf(all, queued.id), 'whoever waits for somebody').toMatchObject({ text: 'please help' });
  expect(lastOf(all, theirs.id), 'a colleague’s').toBeUndefined();
  expect(lastOf(await list(supervisor, 'all'), theirs.id)).toMatchObject({ text: 'please help' });

  await close(colleague, theirs.id);
  expect(ids(await list(colleague, 'closed'))).toEqual([theirs.id]);
  expect(ids(await list(supervisor, 'closed'))).toContain(theirs.id);
  expect(ids(await list(agent, 'closed'))).not.toContain(theirs.id);
});
