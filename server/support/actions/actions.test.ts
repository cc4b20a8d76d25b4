import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AccountAction, DeskAccountAction } from '../../../contract/account-actions.ts';
import type { Approval } from '../../../contract/staff.ts';
import type { StepUp } from '../../../contract/step-up.ts';
import type {
  AccountActionKind,
  Verification,
  VerificationPurpose,
} from '../../../contract/verifications.ts';
import {
  openAndQueue,
  password,
  type Person,
  startDesk,
  take,
  type TestDesk,
  transcript,
} from '../testing.ts';
import { actionRules } from './rules.ts';

let desk: TestDesk;
let agent: Person;
let supervisor: Person;
let customer: Person;
let id: string;
beforeAll(async () => {
  desk = await startDesk();
  await desk.platform.jobs.start();
  await desk.platform.events.start();
  supervisor = await desk.staff('supervisor');
});
afterAll(async () => {
  await desk.platform.events.stop();
  await desk.platform.jobs.stop();
  await desk.stop();
});
beforeEach(async () => {
  [agent, customer] = await Promise.all([desk.staff(), desk.customer()]);
  id = (await openAndQueue(customer)).id;
  await take(agent, id);
});

const ask = (purpose: VerificationPurpose, who = agent) =>
  who.call<Verification>('POST', `/desk/conversations/${id}/verifications`, { purpose });
const propose = (kind: AccountActionKind, more: object = {}, who = agent) =>
  who.call<DeskAccountAction>('POST', `/desk/conversations/${id}/actions`, {
    kind,
    reason: '客户在会话里提出',
    ...more,
  });
const accept = (action: string, answer = 'accept', who = customer) =>
  who.call<AccountAction>('POST', `/account-actions/${action}/answer`, { answer });
const overview = async (who = agent) => (await who.call('GET', `/desk/conversations/${id}/actions`)).body;
const stateOf = async (action: string): Promise<string> =>
  (await overview()).actions.find((one: AccountAction) => one.id === action)?.state;
const balance = async () => (await customer.call('GET', '/wallet')).body.balances[0]?.available;

/** Answers what the first request asks for, with the code of an authenticator where there is one, and asks again. */
async function confirmed<Result>(path: string, withPassword: boolean, totpSecret?: string) {
  const asked = await customer.call<{ stepUp: StepUp }>('POST', path);
  expect(asked.body.code).toBe('step_up_required');
  const { stepUp } = asked.body;
  expect(stepUp.needsPassword).toBe(withPassword);
  const answer = async () => {
    if (totpSecret !== undefined)
      return {
        way: 'totp',
        code: generateSync({ secret: totpSecret, epoch: desk.platform.clock.now().getTime() / 1000 }),
      };
    const { body: challenge } = await customer.call('POST', `/me/step-ups/${stepUp.id}/codes`);
    const code = /\b\d{6}\b/.exec(desk.smsTo(customer))?.[0];
    return { way: 'phone_code', challengeId: challenge.id, code };
  };
  await customer.call('POST', `/me/step-ups/${stepUp.id}/answers`, {
    ...(await answer()),
    ...(withPassword ? { password } : {}),
  });
  return customer.call<Result>('POST', path, undefined, { 'upay-step-up': stepUp.id });
}
const prove = (verificationId: string, withPassword = false, totpSecret?: string) =>
  confirmed<Verification>(`/verifications/${verificationId}/proof`, withPassword, totpSecret);

async function verified(purpose: VerificationPurpose, totpSecret?: string): Promise<void> {
  const { body } = await ask(purpose);
  expect((await prove(body.id, body.level > 1, totpSecret)).body.state).toBe('proven');
}

/** Proposed, accepted, and approved where it must be, up to its end. @returns its audit, in order */
async function carriedOut(kind: AccountActionKind, more: object = {}): Promise<string[]> {
  const { body: action } = await propose(kind, more);
  await accept(action.id);
  if (actionRules[kind].approval) await decide();
  await vi.waitFor(async () => expect(await stateOf(action.id)).toBe('executed'), 10_000);
  const { zh } = action.summary;
  const { db } = desk.platform;
  const [told] = await db.query<{ text: string }>(
    `select content -> 'text' ->> 'zh' as text from support.message where conversation_id = $1 order by sequence desc limit 1`,
    [id],
  );
  expect(told?.text).toBe(`已办理：${zh}`);
  const audit = await db.query<{ action: string }>(
    `select action from identity.audit where details ->> 'accountActionId' = $1 order by position`,
    [action.id],
  );
  return audit.map((entry) => entry.action);
}

const waiting = async () =>
  (
    await supervisor.call<{ approvals: Approval[] }>('GET', '/desk/approvals?view=waiting')
  ).body.approvals.filter(({ conversationId }) => conversationId === id);
async function decide(decision = 'approved', who = supervisor) {
  const [approval] = await waiting();
  return who.call('POST', `/desk/approvals/${approval?.id}/decision`, { decision });
}

test('the table of the code and that of the database are one', async () => {
  const rows = await desk.platform.db.query(
    'select kind, level, consent, approval from support.account_action_rule order by kind',
  );
  const ours = Object.entries(actionRules).map(([kind, { level, consent, approval, subject }]) => ({
    kind,
    level,
    consent,
    approval: approval ? subject : null,
  }));
  expect(rows).toEqual(ours.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)));
});

test('a proof is asked for as a card, given in the wallet’s own form, for one purpose, for a time', async () => {
  const { status, body: asked } = await ask('goodwill');
  expect([status, asked]).toMatchObject([201, { purpose: 'goodwill', level: 1, state: 'asked' }]);
  // Asked again while it is open, it is the same.
  expect((await ask('goodwill')).body.id).toBe(asked.id);
  const cards = (await transcript(customer, id)).filter(({ content }) => content.type === 'verification');
  expect(cards).toHaveLength(1);
  const stranger = await desk.customer();
  expect((await stranger.call('POST', `/verifications/${asked.id}/proof`)).status).toBe(404);

  expect((await prove(asked.id)).body).toMatchObject({ state: 'proven' });
  expect((await customer.call('POST', `/verifications/${asked.id}/proof`)).body.code).toBe('conflict');
  // The agent learns that, for what and until when, and nothing of how.
  const [seen] = (await overview()).verifications;
  expect(Object.keys(seen).toSorted()).toEqual(['id', 'level', 'purpose', 'state', 'until']);
  expect((await propose('refund', { paymentId: randomUUID(), amount: '1' })).body.code).toBe(
    'verification_required',
  );
  desk.pass(31 * 60_000);
  expect(await desk.identity.verifications.list(desk.platform.db, id)).toMatchObject([{ state: 'over' }]);
  supervisor = await desk.staff('supervisor');
});

test('a level that the customer has set up nothing for is not asked for', async () => {
  expect((await overview()).reachableLevel).toBe(2);
  expect((await ask('raise_limit')).body.code).toBe('verification_out_of_reach');
  const other = await desk.staff();
  expect((await ask('goodwill', other)).body.code).toBe('not_allowed');
});

test('goodwill is proven, accepted, approved by another, paid once, and told', async () => {
  expect((await propose('goodwill', { amount: '2000' })).body.code).toBe('verification_required');
  await verified('goodwill');
  const { body: action } = await propose('goodwill', { amount: '2000' });
  expect(action).toMatchObject({ state: 'waiting_customer', summary: { zh: '补偿 ¥20.00' } });
  expect(await waiting()).toEqual([]);
  expect((await accept(action.id)).body.state).toBe('waiting_approval');
  expect((await accept(action.id)).body.code).toBe('conflict');
  expect((await decide('approved', agent)).body.code).toBe('not_allowed');
  expect(await balance()).toBe('0');
  await decide();
  await vi.waitFor(async () => expect(await stateOf(action.id)).toBe('executed'), 10_000);
  expect(await balance()).toBe('2000');
  const last = (await transcript(customer, id)).at(-1);
  expect(last?.content).toMatchObject({ event: 'account_action', text: { zh: '已办理：补偿 ¥20.00' } });
  await vi.waitFor(() => expect(desk.smsTo(customer)).toContain('补偿'), 10_000);
  const audit = await desk.platform.db.query(
    `select action from identity.audit where details ->> 'accountActionId' = $1 order by position`,
    [action.id],
  );
  expect(audit.map((entry) => entry.action)).toEqual(['account_action.requested', 'account_action.executed']);
});

test('declined, withdrawn or not approved, nothing happens', async () => {
  await verified('goodwill');
  const [declined, withdrawn, rejected] = [
    (await propose('goodwill', { amount: '100' })).body.id,
    (await propose('goodwill', { amount: '200' })).body.id,
    (await propose('goodwill', { amount: '300' })).body.id,
  ];
  expect((await accept(declined, 'decline')).body.state).toBe('declined');
  await agent.call('DELETE', `/desk/conversations/${id}/actions/${withdrawn}`);
  expect((await accept(withdrawn)).body.code).toBe('conflict');
  await accept(rejected);
  await decide('rejected');
  await vi.waitFor(async () => expect(await stateOf(rejected)).toBe('rejected'), 10_000);
  expect(await balance()).toBe('0');
});

test('a freeze needs no second person; every device is logged out by it', async () => {
  await verified('freeze');
  const { body: action } = await propose('freeze');
  expect((await accept(action.id)).body.state).toBe('ready');
  await vi.waitFor(async () => expect(await stateOf(action.id)).toBe('executed'), 10_000);
  expect((await customer.call('GET', '/me')).status).toBe(401);
});

test('17: an agent only starts a recovery, of their own customer, three times a day, and no secret goes with it', async () => {
  const other = await desk.staff();
  expect((await propose('start_recovery', {}, other)).body.code).toBe('not_allowed');
  for (const secret of [{ password }, { code: '123456' }, { phone: '13800138000' }])
    expect((await propose('start_recovery', secret)).status).toBe(422);
  for (let times = 0; times < 3; times++) {
    const { body } = await propose('start_recovery');
    await vi.waitFor(async () => expect(await stateOf(body.id)).toBe('executed'), 10_000);
  }
  // How it goes is told, and nothing that it is proven with.
  expect((await overview()).recovery.map(({ step }: { step: string }) => step)).toEqual(['asked']);
  const { body: fourth } = await propose('start_recovery');
  await vi.waitFor(async () => expect(await stateOf(fourth.id)).toBe('failed'), 10_000);
  expect((await overview()).actions[0].failure).toBe('too_many_requests');
});

test('a lower limit is in force at once, and only a lower one', async () => {
  await verified('lower_limit');
  expect((await propose('lower_limit', { amount: '30000000' })).body.code).toBe('invalid_request');
  const { body: action } = await propose('lower_limit', { amount: '50000' });
  await accept(action.id);
  await vi.waitFor(async () => expect(await stateOf(action.id)).toBe('executed'), 10_000);
  expect((await overview()).dailyLimit).toBe('50000');
});

test('an account that was locked for a time is opened again, and told to its owner', async () => {
  const { locks } = desk.identity;
  await desk.platform.db.transaction((tx) =>
    locks.lockForAbnormalTransactions(tx, [{ customerId: customer.id, details: {} }]),
  );
  const status = async () => (await customer.call('GET', '/me')).body.status;
  expect(await status()).toBe('locked');
  await verified('unlock');
  expect(await carriedOut('unlock')).toEqual([
    'account_action.requested',
    'account.unlocked',
    'account_action.executed',
  ]);
  expect(await status()).toBe('active');
  await vi.waitFor(() => expect(desk.smsTo(customer)).toContain('解锁'), 10_000);
});

test('every device is logged out at its owner’s wish', async () => {
  await verified('end_sessions');
  expect(await carriedOut('end_sessions')).toContain('sessions.ended');
  expect((await customer.call('GET', '/me')).status).toBe(401);
});

test('a higher limit takes a strong factor and a second person, and ends by itself', async () => {
  const { secret } = (await confirmed<{ secret: string }>('/me/factors/totp', true)).body;
  const code = generateSync({ secret, epoch: desk.platform.clock.now().getTime() / 1000 });
  await customer.call('POST', '/me/factors/totp/confirmation', { code });
  desk.pass(60_000);
  await verified('raise_limit', secret);
  const before = BigInt((await overview()).dailyLimit);
  const amount = String(before * 2n);
  expect((await propose('raise_limit', { amount: String(before * 50n) })).body.code).toBe('invalid_request');
  expect(await carriedOut('raise_limit', { amount })).toContain('account_action.executed');
  expect((await overview()).dailyLimit).toBe(amount);
  desk.pass(31 * 24 * 60 * 60_000);
  const [later] = (await desk.identity.customers(desk.platform.db, [customer.id])).values();
  expect(later?.dailyLimit).toBeUndefined();
  supervisor = await desk.staff('supervisor');
});

test('what fails when it is executed leaves nothing and says why', async () => {
  await verified('unlock');
  const { body: action } = await propose('unlock');
  await accept(action.id);
  await decide();
  await vi.waitFor(async () => expect(await stateOf(action.id)).toBe('failed'), 10_000);
  expect((await transcript(customer, id)).at(-1)?.content).toMatchObject({
    text: { zh: expect.stringContaining('没有办成') },
  });
});

test('the database refuses what goes past the table, whatever the code does', async () => {
  await verified('goodwill');
  const { body: action } = await propose('goodwill', { amount: '2000' });
  const { db } = desk.platform;
  const force = (state: string) =>
    db.query(`update support.account_action set state = $2, ended_at = now() where id = $1`, [
      action.id,
      state,
    ]);
  await expect(force('executed')).rejects.toThrow('does not follow');
  await expect(
    db.query(`update support.account_action set parameters = '{"amount": "9000000"}' where id = $1`, [
      action.id,
    ]),
  ).rejects.toThrow('does not change');
  // Made ready past the customer and the second person.
  await db.query(`update support.account_action set state = 'ready' where id = $1`, [action.id]);
  await expect(force('executed')).rejects.toThrow('consent');
  await db.query(
    `update support.account_action set consented_at = now(), consented_in = gen_random_uuid() where id = $1`,
    [action.id],
  );
  await expect(force('executed')).rejects.toThrow('verification of level 1');

  const staff = { staffId: agent.id, sessionId: randomUUID(), conversationId: id };
  const { locks, audit } = desk.identity;
  await expect(
    db.transaction((tx) => locks.freeze(tx, customer.id, { via: 'staff', ...staff })),
  ).rejects.toThrow('without an account action');
  await expect(
    db.transaction((tx) =>
      locks.freeze(tx, customer.id, { via: 'staff', ...staff, accountActionId: action.id }),
    ),
  ).rejects.toThrow('without an account action');
  await expect(
    audit.append(db, [{ at: new Date(), action: 'account.unlocked', customerId: customer.id, ...staff }]),
  ).rejects.toThrow('without an account action');
  expect((await customer.call('GET', '/me')).status).toBe(200);
});
