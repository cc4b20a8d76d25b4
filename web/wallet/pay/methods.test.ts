import { expect, test } from 'vitest';
import type { Payment, PaymentMethod } from '../../../contract/payments.ts';
import { choicesFor, firstChoice, isUsable, sameMethod } from './methods.ts';

const stored = (id: string, type: PaymentMethod['type']): PaymentMethod => ({
  id,
  type,
  network: type === 'card' ? 'visa' : 'bank',
  bank: { zh: '银行', en: 'Bank' },
  last4: '4242',
  isDefault: false,
  addedAt: '2026-11-23T00:00:00.000Z',
});
const methods = [stored('card-1', 'card'), stored('card-2', 'card'), stored('account-1', 'bank_account')];
const ids = (choices: ReturnType<typeof choicesFor>) =>
  choices.map((choice) => (choice.type === 'balance' ? 'balance' : choice.method.id));
const failedWith = (id: string, next: 'never' | 'customer_acts'): Pick<Payment, 'method' | 'failure'> => ({
  method: { type: 'card', id },
  failure: { code: 'expired_card', category: 'method', next, remedies: [], message: { zh: '', en: '' } },
});

test('each kind of payment is offered what can fund it', () => {
  expect(ids(choicesFor('transfer', '100', '100', methods))).toEqual([
    'balance',
    'card-1',
    'card-2',
    'account-1',
  ]);
  expect(ids(choicesFor('top_up', '100', '100', methods))).toEqual(['card-1', 'card-2', 'account-1']);
  expect(ids(choicesFor('withdrawal', '100', '100', methods))).toEqual(['account-1']);
});

test('a balance that suffices comes first, one that is a cent short cannot be chosen', () => {
  const enough = choicesFor('transfer', '100', '100', methods);
  expect(firstChoice(enough)).toMatchObject({ type: 'balance' });
  const short = choicesFor('transfer', '101', '100', methods);
  expect(short[0] && isUsable(short[0])).toBe(false);
  expect(firstChoice(short)).toMatchObject({ method: { id: 'card-1' } });
});

test('who wants the card before the balance is offered it first', () => {
  const choices = choicesFor('transfer', '100', '100', methods, undefined, false);
  expect(ids(choices)).toEqual(['card-1', 'card-2', 'account-1', 'balance']);
  expect(firstChoice(choices)).toMatchObject({ method: { id: 'card-1' } });
});

test('amounts beyond the safe integers are compared exactly', () => {
  const [balance] = choicesFor('transfer', '9007199254740993', '9007199254740992', []);
  expect(balance && isUsable(balance)).toBe(false);
});

test('the card that just failed is not the one to begin with, and after a final refusal cannot be chosen', () => {
  const again = choicesFor('transfer', '100', '0', methods, failedWith('card-1', 'customer_acts'));
  expect(firstChoice(again)).toMatchObject({ method: { id: 'card-2' } });
  expect(again.map(isUsable)).toEqual([false, true, true, true]);
  const never = choicesFor('transfer', '100', '0', methods, failedWith('card-1', 'never'));
  expect(never.map(isUsable)).toEqual([false, false, true, true]);
});

test('methods are the same by type and id', () => {
  expect(sameMethod({ type: 'balance' }, { type: 'balance' })).toBe(true);
  expect(sameMethod({ type: 'card', id: 'a' }, { type: 'card', id: 'b' })).toBe(false);
  expect(sameMethod({ type: 'card', id: 'a' }, { type: 'bank_account', id: 'a' })).toBe(false);
  expect(sameMethod(undefined, { type: 'balance' })).toBe(false);
});
