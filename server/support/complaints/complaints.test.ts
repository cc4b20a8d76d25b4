import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Complaint, ComplaintDetail, DeskComplaintDetail } from '../../../contract/complaint.ts';
import { createLedger } from '../../ledger/ledger.ts';
import { newId } from '../../platform/ids.ts';
import { open as openConversation, type Person, startDesk, type TestDesk } from '../testing.ts';

let desk: TestDesk;
let agent: Person;
let supervisor: Person;
beforeAll(async () => {
  desk = await startDesk();
  [agent, supervisor] = await Promise.all([desk.staff(), desk.staff('supervisor')]);
});
afterAll(() => desk.stop());

const day = 24 * 3_600_000;
const given = { category: 'service', wish: 'explanation', description: '等了很久没有人理我' } as const;

const complain = (customer: Person, more: object = {}, key = newId()) =>
  customer.call<ComplaintDetail>('POST', '/complaints', { ...given, ...more }, { 'idempotency-key': key });
const own = (customer: Person, id: string) => customer.call<ComplaintDetail>('GET', `/complaints/${id}`);
const write = (customer: Person, id: string, text: string, clientEntryId = newId()) =>
  customer.call<ComplaintDetail>('POST', `/complaints/${id}/messages`, { clientEntryId, text });
const decide = (customer: Person, id: string, body: object) =>
  customer.call<ComplaintDetail>('POST', `/complaints/${id}/decision`, body);
const act = (staff: Person, id: string, what: string, body?: object, method: 'POST' | 'PUT' = 'POST') =>
  staff.call<DeskComplaintDetail>(method, `/desk/complaints/${id}/${what}`, body);
const take = (staff: Person, id: string, staffId = staff.id) => act(staff, id, 'owner', { staffId }, 'PUT');
const entry = (staff: Person, id: string, kind: string, text: string) =>
  act(staff, id, 'entries', { clientEntryId: newId(), kind, text });
const see = (staff: Person, id: string) => staff.call<DeskComplaintDetail>('GET', `/desk/complaints/${id}`);
const closing = { outcome: 'upheld', cause: 'process', explanation: '我们排班不足，已经加人' };

async function taken(more: object = {}): Promise<{ customer: Person; id: string }> {
  const customer = await desk.customer();
  const { body } = await complain(customer, more);
  expect((await take(agent, body.id)).status).toBe(200);
  return { customer, id: body.id };
}

const clock = (detail: DeskComplaintDetail, kind: string) => detail.clocks.find((one) => one.kind === kind);

/** As if everything of it had happened this much earlier. */
async function age(id: string, milliseconds: number): Promise<void> {
  const { db } = desk.platform;
  await db.query(
    `update support.complaint_clock set due_at = due_at - $2 * interval '1 ms', warn_at = warn_at - $2 * interval '1 ms' where complaint_id = $1`,
    [id, milliseconds],
  );
  await db.query(
    `update support.complaint set waiting_since = waiting_since - $2 * interval '1 ms', closed_at = closed_at - $2 * interval '1 ms' where id = $1`,
    [id, milliseconds],
  );
}
const sweep = () => desk.support.complaints.sweep();

async function balanceOf(customer: Person): Promise<bigint> {
  const { balances } = await desk.payments.wallet(desk.platform.db, customer.id);
  return BigInt(balances.find(({ currency }) => currency === 'CNY')?.available ?? 0);
}

test('a complaint gets a number and a time at once; the same request is one complaint', async () => {
  const customer = await desk.customer();
  const key = newId();
  const all = await Promise.all(Array.from({ length: 4 }, () => complain(customer, {}, key)));
  const made = all.filter(({ status }) => status === 201).map(({ body }) => body);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect((await complain(customer, {}, key)).body.id).toBe(made[0]?.id);
  expect(made[0]).toMatchObject({ status: 'received', number: expect.stringMatching(/^CP\d{8}\d{6}$/) });
  expect(Date.parse(made[0]?.decisionBy ?? '')).toBeGreaterThan(Date.now());
  expect((await complain(customer, { wish: 'apology' }, key)).body.code).toBe('idempotency_key_reused');
  expect((await complain(customer, { paymentId: newId() })).body.code).toBe('not_found');
  expect((await complain(customer, { description: '' })).body.code).toBe('invalid_request');

  const stranger = await desk.customer();
  expect((await own(stranger, made[0]?.id ?? '')).body.code).toBe('not_found');
  expect((await write(stranger, made[0]?.id ?? '', '?')).body.code).toBe('not_found');
});

test('from a conversation, it says so there', async () => {
  const customer = await desk.customer();
  const { id: conversationId } = await openConversation(customer);
  const { body } = await complain(customer, { conversationId });
  const { body: read } = await customer.call('GET', `/conversations/${conversationId}/messages`);
  expect(JSON.stringify(read.messages)).toContain(body.number);
  expect((await complain(await desk.customer(), { conversationId })).body.code).toBe('not_found');
});

test('of two who take it one has it; others neither act nor read; every step is in the audit', async () => {
  const customer = await desk.customer();
  const colleague = await desk.staff();
  const { body } = await complain(customer);
  expect((await entry(agent, body.id, 'message', '您好')).body.code, 'nobody has it').toBe('not_allowed');
  const results = await Promise.all([take(agent, body.id), take(colleague, body.id)]);
  expect(results.map(({ status }) => String(status)).toSorted()).toEqual(['200', '403']);
  const [has, hasNot] = results[0].status === 200 ? [agent, colleague] : [colleague, agent];
  expect((await see(hasNot, body.id)).body.code).toBe('not_allowed');
  expect((await entry(hasNot, body.id, 'note', '看一下')).body.code).toBe('not_allowed');
  expect((await take(hasNot, body.id)).body.code).toBe('not_allowed');
  expect((await see(has, body.id)).body.owner?.id).toBe(has.id);
  expect((await own(customer, body.id)).body).toMatchObject({ status: 'investigating', ownerName: has.name });
  const exported = await supervisor.call('GET', `/desk/customers/${customer.id}/audit`);
  const actions = exported.body.entries.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(expect.arrayContaining(['complaint.assigned', 'complaint.viewed']));
});

test('notes stay among colleagues; what is sent twice is kept once', async () => {
  const { customer, id } = await taken();
  await entry(agent, id, 'note', '客户很生气');
  await entry(agent, id, 'message', '我们正在查');
  const clientEntryId = newId();
  await Promise.all([write(customer, id, '好的', clientEntryId), write(customer, id, '好的', clientEntryId)]);
  const { body } = await own(customer, id);
  expect(body.entries.map(({ kind }) => kind)).toEqual(['received', 'taken', 'message', 'message']);
  expect(JSON.stringify(body)).not.toContain('客户很生气');
  expect((await see(agent, id)).body.entries.map(({ kind }) => kind)).toContain('note');
});

test('clocks stand still while the customer has the next word, and a first word meets the first', async () => {
  const { customer, id } = await taken();
  expect(clock((await see(agent, id)).body, 'acknowledge')?.state).toBe('met');
  const { body } = await entry(agent, id, 'question', '请问是哪一天？');
  expect(body.status).toBe('waiting_customer');
  expect(clock(body, 'first_answer')?.state).toBe('met');
  const paused = clock(body, 'resolve');
  expect(paused).toMatchObject({ state: 'paused', minutesLeft: expect.any(Number) });
  expect((await own(customer, id)).body.decisionBy).toBeUndefined();

  await age(id, 6 * day);
  await sweep();
  expect((await own(customer, id)).body.entries.at(-1)?.kind).toBe('reminded');
  await sweep();
  expect((await own(customer, id)).body.entries.filter(({ kind }) => kind === 'reminded')).toHaveLength(1);

  expect((await write(customer, id, '昨天')).body.status).toBe('investigating');
  const running = clock((await see(agent, id)).body, 'resolve');
  expect(running?.state).toBe('running');
  expect(Date.parse(running?.dueAt ?? '')).toBeGreaterThan(Date.now());
});

test('a clock warns once, runs out once, and what is overdue is escalated and shown first', async () => {
  const customer = await desk.customer();
  const { body } = await complain(customer, { category: 'security' });
  await age(body.id, 20 * day);
  await Promise.all([sweep(), sweep()]);
  await sweep();
  const detail = (await see(supervisor, body.id)).body;
  const count = (kind: string) => detail.entries.filter((one) => one.kind === kind).length;
  expect([count('due_soon'), count('overdue'), detail.escalated]).toEqual([3, 3, true]);
  expect(clock(detail, 'acknowledge')?.state).toBe('overdue');
  const { body: list } = await supervisor.call('GET', '/desk/complaints?view=open');
  expect(list.complaints[0].id).toBe(body.id);
  expect(list.counts.due).toBeGreaterThanOrEqual(1);
  await take(supervisor, body.id, agent.id).then(({ body: given }) => expect(given.code).toBe('not_found'));
  await take(agent, body.id);
  expect(clock((await see(agent, body.id)).body, 'acknowledge')?.state).toBe('missed');
});

test('a graver complaint is owed sooner', async () => {
  const { id } = await taken();
  const before = clock((await see(agent, id)).body, 'resolve')?.dueAt ?? '';
  const { body } = await act(agent, id, 'severity', { severity: 'critical' }, 'PUT');
  expect(Date.parse(clock(body, 'resolve')?.dueAt ?? '')).toBeLessThan(Date.parse(before));
  expect(body.severity).toBe('critical');
});

test('a task stands in its team’s list, is told of when it is late, and is done once, with what came of it', async () => {
  const { id } = await taken();
  const [senior, finance] = await Promise.all([desk.staff('senior_agent'), desk.staff('finance')]);
  const ask = async (team: string, what: string, days: number) => {
    const dueAt = new Date(desk.platform.clock.now().getTime() + days * day).toISOString();
    return (await act(agent, id, 'tasks', { team, what, dueAt })).body.tasks.find(
      (task) => task.what === what,
    );
  };
  const late = await ask('finance', '核对到账', -1);
  const task = await ask('risk', '查规则', 2);
  const asked = async (staff: Person) =>
    (await staff.call('GET', '/desk/complaint-tasks')).body.tasks.filter(
      ({ complaint }: { complaint: { id: string } }) => complaint.id === id,
    );
  const done = (staff: Person, taskId = task?.id) =>
    staff.call('POST', `/desk/complaint-tasks/${taskId}/completion`, { result: '不是误判' });

  const { number } = (await see(agent, id)).body;
  expect(await asked(senior)).toMatchObject([{ what: '查规则', complaint: { number, severity: 'normal' } }]);
  expect(await asked(finance)).toMatchObject([{ what: '核对到账' }]);
  expect(await asked(supervisor)).toHaveLength(1);
  expect((await (await desk.staff('knowledge_editor')).call('GET', '/desk/complaint-tasks')).status).toBe(
    403,
  );

  for (const _ of [1, 2]) await sweep();
  const told = (await see(agent, id)).body.entries.filter(({ kind }) => kind === 'task_overdue');
  expect(told).toMatchObject([{ about: 'finance', text: '核对到账', internal: true }]);

  expect((await done(finance)).body.code, 'another team’s').toBe('not_allowed');
  const both = await Promise.all([done(senior), done(senior)]);
  expect(new Set(both.map(({ body }) => body.code))).toEqual(new Set([undefined, 'conflict']));
  expect((await see(agent, id)).body.tasks.find(({ id }) => id === task?.id)).toMatchObject({
    result: '不是误判',
    doneBy: senior.name,
  });
  expect(await asked(senior)).toEqual([]);
  expect((await done(agent, late?.id)).status, 'who has the complaint heard of it').toBeLessThan(300);
});

test('money is asked for, approved by another, set aside with the proposal, and paid once when accepted', async () => {
  const { customer, id } = await taken();
  const asked = await act(agent, id, 'goodwill', { amount: '2000', currency: 'CNY', reason: '等待过久' });
  const approvalId = asked.body.goodwillApprovals[0]?.id ?? '';
  const proposal = { text: '补偿 20 元', approvalId };
  expect((await act(agent, id, 'proposal', proposal)).body.code).toBe('approval_required');
  await supervisor.call('POST', `/desk/approvals/${approvalId}/decision`, { decision: 'approved' });
  const other = await taken();
  expect((await act(agent, other.id, 'proposal', proposal)).body.code, 'another complaint').toBe(
    'approval_required',
  );
  expect((await act(agent, id, 'proposal', proposal)).body.status).toBe('proposed');
  expect((await act(agent, id, 'proposal', proposal)).body.code).toBe('conflict');
  expect((await act(agent, id, 'closing', closing)).body.code, 'the customer has the word').toBe('conflict');
  expect((await own(customer, id)).body.proposal?.goodwill).toEqual({ amount: '2000', currency: 'CNY' });
  expect(await balanceOf(customer)).toBe(0n);

  const answers = await Promise.all(
    Array.from({ length: 3 }, () => decide(customer, id, { decision: 'accepted' })),
  );
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
  expect(await balanceOf(customer)).toBe(2000n);
  const closed = await act(agent, id, 'closing', closing);
  expect(closed.body).toMatchObject({ status: 'closed', cause: 'process' });
  const { body: complaint } = await own(customer, id);
  const paid = await customer.call('GET', `/payments?search=${complaint.number}`);
  expect(paid.body.payments).toMatchObject([
    { kind: 'goodwill', direction: 'in', amount: '2000', goodwill: { complaintId: id } },
  ]);
  expect(complaint).toMatchObject({
    outcome: 'upheld',
    explanation: closing.explanation,
    goodwillPaid: { amount: '2000', currency: 'CNY', paymentId: paid.body.payments[0].id },
  });
  expect(await balanceOf(customer)).toBe(2000n);
  expect((await write(customer, id, '还有')).body.code).toBe('complaint_closed');
  const ledger = createLedger(desk.platform.db);
  expect(await ledger.violations(desk.platform.db)).toEqual([]);
});

test('an appeal gives the money back and is answered by a supervisor', async () => {
  const { customer, id } = await taken();
  const asked = await act(agent, id, 'goodwill', { amount: '500', currency: 'CNY', reason: '小额补偿' });
  const approvalId = asked.body.goodwillApprovals[0]?.id ?? '';
  await supervisor.call('POST', `/desk/approvals/${approvalId}/decision`, { decision: 'approved' });
  await act(agent, id, 'proposal', { text: '补偿 5 元', approvalId });
  const appealed = await decide(customer, id, { decision: 'appealed', reason: '不够' });
  expect(appealed.body.status).toBe('appealed');
  expect(await balanceOf(customer)).toBe(0n);
  expect((await see(agent, id)).body).toMatchObject({ escalated: true, appeals: 1 });
  expect((await act(agent, id, 'closing', closing)).body.code).toBe('not_allowed');
  expect((await act(agent, id, 'proposal', { text: '就这样' })).body.code).toBe('not_allowed');
  expect((await act(supervisor, id, 'closing', { ...closing, outcome: 'partly_upheld' })).status).toBe(200);
  expect(await balanceOf(customer)).toBe(0n);
});

test('three days after closing the customer is asked, and what is not solved is taken up again', async () => {
  const { customer, id } = await taken();
  await act(agent, id, 'closing', closing);
  await sweep();
  expect((await own(customer, id)).body.followUp).toBeUndefined();
  const early = await customer.call('POST', `/complaints/${id}/follow-up`, { solved: false });
  expect(early.body.code).toBe('conflict');
  await age(id, 3 * day);
  await sweep();
  expect((await own(customer, id)).body.followUp).toBe('asked');
  const answer = await customer.call('POST', `/complaints/${id}/follow-up`, {
    solved: false,
    comment: '又发生了',
  });
  expect(answer.body).toMatchObject({ status: 'investigating', followUp: 'not_solved' });
  const detail = (await see(agent, id)).body;
  expect(detail.escalated).toBe(true);
  expect(clock(detail, 'resolve')?.state).toBe('running');
});

test('who is silent is not waited for for ever, and who takes it back ends it', async () => {
  const { customer, id } = await taken();
  await entry(agent, id, 'question', '请补充');
  await age(id, 15 * day);
  await sweep();
  expect((await own(customer, id)).body).toMatchObject({ status: 'closed', outcome: 'no_reply' });
  const second = await taken();
  const back = await second.customer.call('POST', `/complaints/${second.id}/withdrawal`);
  expect(back.body).toMatchObject({ status: 'closed', outcome: 'withdrawn' });
  expect((await take(supervisor, second.id)).body.code).toBe('complaint_closed');
});

test('lists by keyset, counts, handlers and trends', async () => {
  const made = await Promise.all(Array.from({ length: 3 }, () => taken()));
  for (const { id } of made) await act(agent, id, 'closing', closing);
  const list = async (query: string) =>
    (await supervisor.call('GET', `/desk/complaints?view=closed${query}`)).body;
  const { complaints } = await list('');
  const ids = complaints.map(({ id }: Complaint) => id);
  expect(ids.slice(0, 3)).toEqual(made.map(({ id }) => id).toReversed());
  expect((await list(`&search=${complaints[1].number}`)).complaints).toMatchObject([{ id: ids[1] }]);
  const time = complaints[0].closedAt.replace('T', ' ').replace('Z', '+00');
  const after = await list(`&after=${encodeURIComponent(`${time}_${ids[0]}`)}`);
  expect(after.complaints[0].id).toBe(ids[1]);
  expect((await list('&after=x')).code).toBe('invalid_request');
  expect((await agent.call('GET', '/desk/complaints?view=open')).body.code).toBe('not_allowed');
  expect((await agent.call('GET', '/desk/complaint-trends')).body.code).toBe('not_allowed');
  const { body: trends } = await supervisor.call('GET', '/desk/complaint-trends?days=7');
  expect(trends.opened).toBeGreaterThanOrEqual(3);
  expect(trends.byCause).toContainEqual({ cause: 'process', count: expect.any(Number), before: 0 });
  expect(trends.metInTime).toBeGreaterThan(0);
});
