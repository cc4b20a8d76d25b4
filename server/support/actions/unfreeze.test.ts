import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AccountAction, ActionOffer } from '../../../contract/account-actions.ts';
import type { Approval } from '../../../contract/staff.ts';
import type { AccountActionKind, VerificationPurpose } from '../../../contract/verifications.ts';
import { openAndQueue, password, type Person, startDesk, take, type TestDesk } from '../testing.ts';

let desk: TestDesk;
let agent: Person;
let supervisor: Person;
let customer: Person;
let id: string;
const paymentPassword = '246810';
beforeAll(async () => {
  desk = await startDesk();
  await desk.platform.jobs.start();
  await desk.platform.events.start();
  [agent, supervisor] = await Promise.all([desk.staff(), desk.staff('supervisor')]);
});
afterAll(async () => {
  await desk.platform.events.stop();
  await desk.platform.jobs.stop();
  await desk.stop();
});
beforeEach(async () => {
  customer = await desk.customer();
  await customer.call('PUT', '/me/payment-password', { password, paymentPassword });
  id = (await openAndQueue(customer)).id;
  await take(agent, id);
});

const ask = (purpose: VerificationPurpose = 'unfreeze') =>
  agent.call('POST', `/desk/conversations/${id}/verifications`, { purpose });
const propose = (kind: AccountActionKind = 'unfreeze') =>
  agent.call('POST', `/desk/conversations/${id}/actions`, { kind, reason: '手机找到了，客户来电' });
const overview = async () => (await agent.call('GET', `/desk/conversations/${id}/actions`)).body;
const offered = async () => (await overview()).offers.map(({ kind }: ActionOffer) => kind);
const action = async (wanted: string): Promise<AccountAction> =>
  (await overview()).actions.find((one: AccountAction) => one.id === wanted);
const freeze = () => customer.call('POST', '/me/freeze');
const lock = async () =>
  (await desk.identity.customers(desk.platform.db, [customer.id])).get(customer.id)?.lockReason;

/** From a browser that nobody knows: a code to the bound phone opens it, and proves one thing. */
async function recover(who = customer) {
  const { db } = desk.platform;
  const phone = (await desk.identity.customers(db, [who.id])).get(who.id)?.phone;
  const send = async (method: 'GET' | 'POST', path: string, body?: object, cookie = '') => {
    const url = `/api/recoveries${path}`;
    const response = await desk.app.inject({
      method,
      url,
      headers: { cookie },
      ...(body && { payload: body }),
    });
    return { status: response.statusCode, body: response.json(), cookies: response.cookies };
  };
  const { body: challenge } = await send('POST', '', { phone, language: 'zh' });
  const code = /\b\d{6}\b/.exec(desk.smsTo(who))?.[0];
  const opened = await send('POST', `/challenges/${challenge.id}`, { code });
  expect(opened.body.proven).toEqual(['phone']);
  const cookie = opened.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const call = (method: 'GET' | 'POST', path: string, body?: object) =>
    send(method, `/current${path}`, body, cookie);
  return {
    call,
    support: async () => (await call('GET', '/support')).body,
    prove: (verification: string) => call('POST', `/verifications/${verification}/proof`),
    answer: (wanted: string, answer = 'accept') =>
      call('POST', `/account-actions/${wanted}/answer`, { answer }),
    lift: () => call('POST', '/actions', { action: 'unfreeze' }),
    /** All that lifting a freeze takes. */
    async proveAll() {
      await call('POST', '/proofs', { kind: 'password', password });
      const { body } = await call('POST', '/proofs', { kind: 'payment_password', paymentPassword });
      expect(body.proven).toEqual(['phone', 'password', 'payment_password']);
    },
  };
}
type Recovery = Awaited<ReturnType<typeof recover>>;

async function waiting() {
  const { body } = await supervisor.call<{ approvals: Approval[] }>('GET', '/desk/approvals?view=waiting');
  return body.approvals.filter(({ conversationId }) => conversationId === id);
}
async function decide(decision = 'approved', who = supervisor) {
  const [approval] = await waiting();
  return who.call('POST', `/desk/approvals/${approval?.id}/decision`, { decision });
}

/** Proven and accepted by the owner; now a second person is wanted. */
async function agreed(recovery: Recovery): Promise<string> {
  await recovery.proveAll();
  await recovery.prove((await ask()).body.id);
  const { body } = await propose();
  expect((await recovery.answer(body.id)).body.state).toBe('waiting_approval');
  return body.id;
}

test('a frozen account: its owner reaches a person, proves and agrees in the recovery, two people lift it, once', async () => {
  await freeze();
  expect((await customer.call('GET', '/me')).status).toBe(401);

  // With a code alone they get a call, and nothing of the conversation.
  const recovery = await recover();
  expect(await recovery.support()).toEqual({ callable: true });
  const { status, body: call } = await recovery.call('POST', '/callback');
  expect([status, call]).toMatchObject([201, { status: 'requested', reason: 'account' }]);
  expect((await recovery.call('POST', '/callback')).body.id).toBe(call.id);
  const listed = await agent.call('GET', '/desk/callbacks?view=open');
  expect(listed.body.callbacks.map((one: { id: string }) => one.id)).toContain(call.id);

  // The desk offers what can be done, and refuses the rest.
  expect(await offered()).toEqual(['start_recovery', 'unfreeze']);
  expect((await propose()).body.code).toBe('verification_required');
  expect((await ask('unlock')).body.code).toBe('account_frozen');
  expect((await propose('freeze')).body.code).toBe('account_frozen');

  const { status: askedStatus, body: asked } = await ask();
  expect([askedStatus, asked]).toMatchObject([201, { purpose: 'unfreeze', level: 3, state: 'asked' }]);
  await vi.waitFor(() => expect(desk.smsTo(customer)).toContain('请您证明是您本人'), 10_000);
  expect((await recovery.support()).verification).toMatchObject({ id: asked.id, state: 'asked' });
  expect((await recovery.prove(asked.id)).body.code).toBe('more_proof_needed');
  await recovery.proveAll();
  const other = await desk.customer();
  await other.call('PUT', '/me/payment-password', { password, paymentPassword });
  const stranger = await recover(other);
  await stranger.proveAll();
  expect((await stranger.prove(asked.id)).status).toBe(404);
  expect((await recovery.prove(asked.id)).body).toMatchObject({ state: 'proven', level: 3 });
  expect((await recovery.prove(asked.id)).body.code).toBe('conflict');

  const { body: proposed } = await propose();
  expect(proposed).toMatchObject({ state: 'waiting_customer', summary: { zh: '解除挂失' } });
  // Neither somebody else, nor who has the phone alone.
  expect((await stranger.answer(proposed.id)).status).toBe(404);
  expect(
    (await other.call('POST', `/account-actions/${proposed.id}/answer`, { answer: 'accept' })).status,
  ).toBe(404);
  const withPhoneAlone = await recover();
  expect((await withPhoneAlone.answer(proposed.id)).body.code).toBe('more_proof_needed');
  expect(await waiting()).toEqual([]);
  expect((await recovery.answer(proposed.id)).body.state).toBe('waiting_approval');
  expect((await recovery.answer(proposed.id)).body.code).toBe('conflict');
  expect((await decide('approved', agent)).body.code).toBe('not_allowed');
  expect(await lock()).toBe('frozen');

  const decisions = await Promise.all([decide(), decide()]);
  expect(decisions.filter(({ status: answered }) => answered === 200)).toHaveLength(1);
  await vi.waitFor(async () => expect((await action(proposed.id)).state).toBe('executed'), 10_000);
  expect(await lock()).toBeUndefined();
  expect((await recovery.support()).action).toMatchObject({ id: proposed.id, state: 'executed' });
  expect(await offered()).not.toContain('unfreeze');
  await vi.waitFor(() => expect(desk.smsTo(customer)).toContain('已解除挂失'), 10_000);
  const [told] = await desk.platform.db.query(
    `select content -> 'text' ->> 'zh' as text from support.message where conversation_id = $1 order by sequence desc limit 1`,
    [id],
  );
  expect(told).toEqual({ text: '已办理：解除挂失' });
  const audit = await desk.platform.db.query<{ action: string; conversation_id: string }>(
    `select action, conversation_id from identity.audit where details ->> 'accountActionId' = $1 order by position`,
    [proposed.id],
  );
  expect(audit).toEqual(
    ['account_action.requested', 'account.unfrozen', 'account_action.executed'].map((name) => ({
      action: name,
      conversation_id: id,
    })),
  );
});

test('where there is no freeze, none is lifted', async () => {
  expect(await offered()).not.toContain('unfreeze');
  expect((await ask()).body.code).toBe('conflict');
  expect((await propose()).body.code).toBe('conflict');
  const stranger = await desk.app.inject({ method: 'GET', url: '/api/recoveries/current/support' });
  expect(stranger.json().code).toBe('recovery_over');
});

test('declined, or not approved, it stays frozen', async () => {
  await freeze();
  const recovery = await recover();
  const rejected = await agreed(recovery);
  await decide('rejected');
  await vi.waitFor(async () => expect((await action(rejected)).state).toBe('rejected'), 10_000);
  const { body: again } = await propose();
  expect((await recovery.answer(again.id, 'decline')).body.state).toBe('declined');
  expect((await recovery.answer(again.id)).body.code).toBe('conflict');
  expect(await lock()).toBe('frozen');
});

test('lifted by its owner meanwhile and frozen anew, the old consent lifts nothing', async () => {
  await freeze();
  const recovery = await recover();
  const agreedTo = await agreed(recovery);
  await recovery.lift();
  expect(await lock()).toBeUndefined();
  await recovery.call('POST', '/actions', { action: 'freeze' });
  expect((await recovery.support()).action).toBeUndefined();
  await decide();
  await vi.waitFor(async () => expect((await action(agreedTo)).state).toBe('failed'), 10_000);
  expect(await lock()).toBe('frozen');
});
