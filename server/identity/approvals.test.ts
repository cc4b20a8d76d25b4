import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Staff } from '../../contract/identity.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import type { ApprovalRequest } from './approvals.ts';
import { startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const hour = 60 * 60_000;
const action = { kind: 'credit', customerId: newId(), amount: '5000', currency: 'CNY' } as const;

async function member(role: Staff['role']): Promise<Callers['staff']> {
  const staff = await system.identity.createStaff({
    email: `${newId()}@upay.example`,
    name: '王芳',
    role,
    password: 'Lantern beside the quay 4',
  });
  return { staffId: staff.id, sessionId: newId(), name: staff.name, role };
}

const within = <T>(work: (tx: Transaction) => Promise<T>) => system.platform.db.transaction(work);
const approvals = {
  request: (staff: Callers['staff'], more: Partial<ApprovalRequest> = {}) =>
    within((tx) =>
      system.identity.approvals.request(tx, staff, {
        subject: 'goodwill',
        action,
        summary: { zh: '补偿 ¥50.00', en: 'Goodwill ¥50.00' },
        reason: '付款延误两天',
        ...more,
      }),
    ),
  approve: (staff: Callers['staff'], id: string, decision: 'approved' | 'rejected' = 'approved') =>
    within((tx) => system.identity.approvals.approve(tx, staff, { id, decision })),
  consume: (staff: Callers['staff'], id: string, what: Record<string, string> = action) =>
    within((tx) => system.identity.approvals.consume(tx, staff, { id, subject: 'goodwill', action: what })),
};

test('what one asks for another approves, and it is done once, by whoever of the two', async () => {
  const [agent, supervisor] = [await member('agent'), await member('supervisor')];
  const { id, state } = await approvals.request(agent);
  expect(state).toBe('waiting');
  const { db } = system.platform;
  expect((await system.identity.approvals.list(db, supervisor, 'waiting')).map((one) => one.id)).toContain(
    id,
  );
  await expect(approvals.consume(agent, id), 'not yet approved').rejects.toMatchObject({
    code: 'approval_required',
  });
  expect(await approvals.approve(supervisor, id)).toMatchObject({
    state: 'approved',
    decidedBy: { id: supervisor.staffId },
  });
  const { kind, ...rest } = action;
  const uses = await Promise.allSettled(
    Array.from({ length: 8 }, () => approvals.consume(agent, id, { ...rest, kind })),
  );
  expect(uses.filter((use) => use.status === 'fulfilled')).toHaveLength(1);
  expect((await system.identity.approvals.list(db, agent, 'mine'))[0]).toMatchObject({ id, state: 'used' });
});

test('an approval is worth nothing for another amount, another person or after its time', async () => {
  const [agent, supervisor] = [await member('agent'), await member('supervisor')];
  const { id } = await approvals.request(agent);
  await approvals.approve(supervisor, id);
  const refused = { code: 'approval_required' };
  await expect(approvals.consume(agent, id, { ...action, amount: '500000' })).rejects.toMatchObject(refused);
  await expect(approvals.consume(agent, id, { ...action, customerId: newId() })).rejects.toMatchObject(
    refused,
  );
  await expect(approvals.consume(await member('supervisor'), id)).rejects.toMatchObject(refused);
  system.pass(4 * hour);
  await expect(approvals.consume(agent, id)).rejects.toMatchObject(refused);

  const late = await approvals.request(agent, { validMilliseconds: hour });
  system.pass(hour);
  await expect(approvals.approve(supervisor, late.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('nobody approves their own, nor what their role may not; a decision is made once', async () => {
  const [agent, supervisor, other] = [
    await member('agent'),
    await member('supervisor'),
    await member('supervisor'),
  ];
  const own = await approvals.request(supervisor);
  await expect(approvals.approve(supervisor, own.id)).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(approvals.approve(agent, own.id)).rejects.toMatchObject({ code: 'not_allowed' });
  const decisions = await Promise.allSettled([
    approvals.approve(other, own.id, 'approved'),
    approvals.approve(await member('supervisor'), own.id, 'rejected'),
  ]);
  expect(decisions.filter((decision) => decision.status === 'fulfilled')).toHaveLength(1);
  await expect(approvals.approve(other, own.id)).rejects.toMatchObject({ code: 'conflict' });
  await expect(approvals.approve(other, newId())).rejects.toMatchObject({ code: 'not_found' });
});

test('the database itself refuses what would leave the second person out', async () => {
  const [agent, supervisor] = [await member('agent'), await member('supervisor')];
  const { id } = await approvals.request(agent);
  const { db } = system.platform;
  const set = (change: string) => db.query(`update identity.approval set ${change} where id = $1`, [id]);
  const decided = (by: string) =>
    `decision = 'approved', decided_by = '${by}', decided_at = requested_at + interval '1 minute'`;
  await expect(set(decided(agent.staffId))).rejects.toThrow('second_person');
  await expect(set(`used_at = requested_at + interval '1 minute'`)).rejects.toThrow('used_as_approved');
  await expect(set(`requested_by = '${supervisor.staffId}'`)).rejects.toThrow('does not change');
  await expect(set(`action = action || '{"amount": "999999"}'`)).rejects.toThrow('does not change');
  await expect(set(`expires_at = expires_at + interval '1 day'`)).rejects.toThrow('does not change');
  await set(decided(supervisor.staffId));
  await expect(set(`decision = 'rejected'`)).rejects.toThrow('does not change');
  await set(`used_at = decided_at`);
  await expect(set('used_at = null')).rejects.toThrow('does not change');
  await expect(db.query('delete from identity.approval where id = $1', [id])).rejects.toThrow(
    'never deleted',
  );
});
