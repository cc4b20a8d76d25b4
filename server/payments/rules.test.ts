import { expect, test } from 'vitest';
import { checks, type OrderKind } from '../../contract/payments.ts';
import { nextInquiryAt } from './inquire.ts';
import { movementOf } from './movement.ts';
import { wasRefusedForGood } from './refused-for-good.ts';
import { assessRisk } from './risk.ts';
import type { AttemptRow } from './rows.ts';
import { Trace, withRailEntry } from './trace.ts';

const parties = (kind: OrderKind) => ({
  kind,
  currency: 'CNY' as const,
  customerId: 'payer',
  payeeCustomerId: kind === 'transfer' ? 'payee' : null,
  merchantId: kind === 'purchase' ? 'shop' : null,
});
const clearing = 'clearing:rail';

test.each<[OrderKind, 'balance' | 'card' | 'bank_account', string | undefined]>([
  ['transfer', 'balance', 'wallet -> wallet ledger'],
  ['transfer', 'card', `${clearing} -> wallet charge`],
  ['purchase', 'balance', 'wallet -> merchant ledger'],
  ['purchase', 'bank_account', `${clearing} -> merchant charge`],
  ['top_up', 'card', `${clearing} -> wallet charge`],
  ['top_up', 'bank_account', `${clearing} -> wallet charge`],
  ['top_up', 'balance', undefined],
  ['withdrawal', 'bank_account', `wallet -> ${clearing} payout`],
  ['withdrawal', 'card', undefined],
  ['withdrawal', 'balance', undefined],
])('a %s by %s moves %s', (kind, method, expected) => {
  const movement = movementOf(parties(kind), method, method === 'balance' ? null : 'rail');
  const told = movement && `${movement.debit.purpose} -> ${movement.credit.purpose} ${movement.via}`;
  expect(told).toBe(expected);
  // Only what a rail owes us may go below zero.
  for (const account of movement ? [movement.debit, movement.credit] : [])
    expect(account.mayOverdraw).toBe(account.purpose === clearing);
});

test('a transfer goes from its payer to its payee', () => {
  const { debit, credit } = movementOf(parties('transfer'), 'balance', null) ?? {};
  expect([debit?.ownerId, credit?.ownerId]).toEqual(['payer', 'payee']);
});

const nothing = { amount: 0n, count: 0 };
const risk = (change: object) =>
  assessRisk({
    kind: 'transfer',
    amount: 100n,
    accountAgeHours: 100,
    payee: undefined,
    confirmed: false,
    payeeIsKnown: true,
    methodAgeHours: undefined,
    isProven: true,
    deviceToday: nothing,
    payeeToday: nothing,
    ...change,
  });

test.each<[object, object]>([
  [{}, { outcome: 'allow' }],
  [{ payee: { status: 'active' } }, { outcome: 'allow' }],
  [{ payee: { status: 'locked' } }, { outcome: 'refuse', code: 'account_blocked', rule: 'payee_is_locked' }],
  [
    { accountAgeHours: 23, amount: 2_000_001n },
    { outcome: 'refuse', code: 'risk_rejected' },
  ],
  [
    { accountAgeHours: 24, amount: 2_000_001n, confirmed: true },
    { outcome: 'allow', rule: 'large_amount' },
  ],
  [{ accountAgeHours: 0, amount: 2_000_000n, confirmed: true }, { outcome: 'allow' }],
  [
    { accountAgeHours: 0, amount: 2_000_001n, confirmed: true },
    { outcome: 'refuse', code: 'risk_rejected' },
  ],
  [{ amount: 1_000_000n }, { outcome: 'allow', rule: 'none' }],
  [{ amount: 1_000_001n }, { outcome: 'step_up', rule: 'large_amount' }],
  [{ caution: 'new_network', kind: 'withdrawal' }, { outcome: 'step_up' }],
  [{ caution: 'new_network', kind: 'top_up' }, { outcome: 'allow' }],
  [
    { caution: 'new_network', confirmed: true },
    { outcome: 'allow', rule: 'new_network' },
  ],
  [{ caution: 'new_device', amount: 100_000n }, { outcome: 'allow' }],
  [{ caution: 'new_device', amount: 100_001n }, { outcome: 'step_up' }],
  [{ accountAgeHours: 0, amount: 5_000_000n, kind: 'withdrawal' }, { outcome: 'refuse' }],
  [{ accountAgeHours: 0, amount: 5_000_000n, kind: 'purchase', confirmed: true }, { outcome: 'allow' }],
  [{ accountAgeHours: 0, amount: 5_000_000n, kind: 'top_up' }, { outcome: 'allow' }],
  [
    { amount: 3_000_000n, payeeIsKnown: false, confirmed: true },
    { outcome: 'hold', rule: 'much_to_unknown_payee' },
  ],
  [{ amount: 2_999_999n, payeeIsKnown: false, confirmed: true }, { outcome: 'allow' }],
  [{ amount: 3_000_000n, payeeIsKnown: false, accountAgeHours: 1 }, { outcome: 'refuse' }],
  [
    { amount: 3_000_000n, payeeIsKnown: false },
    { outcome: 'step_up', rule: 'large_amount' },
  ],
  [{ kind: 'withdrawal', amount: 3_000_000n, methodAgeHours: 23, confirmed: true }, { outcome: 'hold' }],
  [{ kind: 'withdrawal', amount: 3_000_000n, methodAgeHours: 24, confirmed: true }, { outcome: 'allow' }],
  [{ deviceToday: { amount: 30_000_000n, count: 1 } }, { outcome: 'hold', rule: 'device_sends_much' }],
  [{ deviceToday: { amount: 29_999_900n, count: 1 } }, { outcome: 'allow' }],
  [{ payeeToday: { amount: 50_000_000n, count: 1 } }, { outcome: 'hold', rule: 'payee_receives_much' }],
  [{ payeeToday: { amount: 0n, count: 300 } }, { outcome: 'hold' }],
  [{ isProven: false, amount: 20_000n, payeeIsKnown: false }, { outcome: 'confirm' }],
  [{ isProven: false, amount: 20_000n }, { outcome: 'allow' }],
  [{ isProven: false, amount: 50_000n, accountAgeHours: 0 }, { outcome: 'confirm' }],
])('of %o the rules say %o', (facts, decision) => {
  expect(risk(facts)).toMatchObject(decision);
});

test('where the rules cannot be answered, no money leaves', () => {
  const facts = { kind: 'transfer', amount: 1n } as never;
  expect(assessRisk(facts)).toEqual({
    outcome: 'refuse',
    rule: 'rules_unanswered',
    code: 'risk_rejected',
  });
});

test('a trace has every check once, in order, and tells which were not reached', () => {
  const trace = new Trace()
    .add('session', 'passed', 0.0004)
    .add('limits', 'failed', 1.2345, { limit: 'per_day' });
  expect(trace.finish()).toEqual([
    { check: 'session', result: 'passed', durationMicroseconds: 0, evidence: {} },
    { check: 'limits', result: 'failed', durationMicroseconds: 1235, evidence: { limit: 'per_day' } },
    ...checks.slice(2).map((check) => ({ check, result: 'skipped', durationMicroseconds: 0, evidence: {} })),
  ]);
});

test('a rail’s last word replaces the one before, and how often it was asked is counted', () => {
  const begun = new Trace().add('session', 'passed', 1).entries;
  const once = withRailEntry(begun, 'unknown', 2, { outcome: 'unknown' });
  const twice = withRailEntry(once, 'passed', 3, { outcome: 'succeeded' });
  expect(twice.map(({ check }) => check)).toEqual(['session', 'rail']);
  expect(twice[1]).toMatchObject({
    result: 'passed',
    durationMicroseconds: 5_000,
    evidence: { outcome: 'succeeded', asked: 2 },
  });
});

const attempt = (change: Partial<AttemptRow>) =>
  ({
    method_type: 'card',
    method_id: 'one',
    failure_code: null,
    trace: [],
    ...change,
  }) as unknown as AttemptRow;

test('inquiries come soon at first, then ever more rarely, and end, however often somebody asks in between', () => {
  const started_at = new Date('2026-11-23T00:00:00Z');
  const next = (age: number, asked: number) => {
    let trace: AttemptRow['trace'] = [];
    for (let time = 0; time < asked; time++) trace = withRailEntry(trace, 'unknown', 1, {});
    const now = new Date(started_at.getTime() + age * 1000);
    const at = nextInquiryAt(attempt({ trace, started_at }), 8_000, now);
    return at && (at.getTime() - now.getTime()) / 1000;
  };
  // Not before the request itself can no longer be answered.
  expect(next(0, 0)).toBe(9);
  expect([1, 3, 60, 3_600, 86_400, 4 * 86_400].map((age) => next(age, 1))).toEqual([
    3, 3, 60, 3_600, 86_400, 86_400,
  ]);
  expect(next(5, 1_000)).toBe(5);
  expect(next(6 * 86_400, 1)).toBeUndefined();
});

test('an instrument refused for good stays so, whatever was tried in between; others do not', () => {
  const attempts = [
    attempt({ failure_code: 'lost_or_stolen' }),
    attempt({ method_type: 'balance', method_id: null, failure_code: 'insufficient_balance' }),
    attempt({ method_id: 'two', failure_code: 'insufficient_funds' }),
  ];
  expect(wasRefusedForGood(attempts, { type: 'card', id: 'one' })).toBe(true);
  expect(wasRefusedForGood(attempts, { type: 'card', id: 'two' })).toBe(false);
  expect(wasRefusedForGood(attempts, { type: 'bank_account', id: 'one' })).toBe(false);
  expect(wasRefusedForGood(attempts, { type: 'balance' })).toBe(false);
  expect(wasRefusedForGood([], { type: 'card', id: 'one' })).toBe(false);
});
