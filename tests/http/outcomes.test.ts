import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FailureCode, failure } from '../../contract/failure.ts';
import { addBankAccount, addCard, type PaymentMethod } from '../../contract/payments.ts';
import { networkOf } from '../../sandbox/card-numbers.ts';
import { TEST_ACCOUNTS, TEST_CARDS } from '../../sandbox/outcomes.ts';
import {
  type PaymentsLab,
  paymentIn,
  railWords,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let customer: TestCustomer;
/** Has ¥50.00, and nothing that happens here changes that. */
let rich: TestCustomer;
let visa: PaymentMethod;
beforeAll(async () => {
  lab = await startPayments();
  [customer, rich] = await Promise.all([lab.customer(), lab.richCustomer('5000')]);
  visa = await addCardOf('4242424242424242');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

/** The table of failure codes, from the networks' side. */
const cardCodes: Record<string, FailureCode> = {
  '05': 'do_not_honor',
  '12': 'transaction_not_allowed',
  '14': 'incorrect_number',
  '41': 'lost_or_stolen',
  '43': 'lost_or_stolen',
  '46': 'account_closed',
  '51': 'insufficient_funds',
  '54': 'expired_card',
  '55': 'do_not_honor',
  '57': 'transaction_not_allowed',
  '59': 'fraudulent',
  '61': 'amount_limit_exceeded',
  '62': 'account_blocked',
  '65': 'velocity_exceeded',
  '75': 'do_not_honor',
  '91': 'issuer_not_available',
  '94': 'duplicate_transaction',
  '96': 'processing_error',
  N7: 'incorrect_cvc',
};
const bankCodes: Record<string, FailureCode> = {
  AB05: 'network_timeout',
  AB06: 'network_timeout',
  AB07: 'network_unreachable',
  AB08: 'issuer_not_available',
  AC04: 'account_closed',
  AC06: 'account_blocked',
  AG01: 'transaction_not_allowed',
  AM02: 'amount_limit_exceeded',
  AM03: 'currency_not_supported',
  AM04: 'insufficient_funds',
  AM05: 'duplicate_transaction',
  FRAD: 'fraudulent',
};
const upToTheRail = ['session', 'limits', 'payment_password', 'risk', 'funds'].map(
  (check) => `${check} passed`,
);

function addCardOf(number: string): Promise<PaymentMethod> {
  const cvc = networkOf(number) === 'amex' ? '1234' : '123';
  const body = { number, expiryMonth: 12, expiryYear: 2034, cvc, holderName: '王芳' };
  return customer.call(addCard, { body });
}

/** How a top-up came out that the rail refused, and that it left the wallet alone. */
async function refusal(method: PaymentMethod, amount: string) {
  const before = await customer.money();
  const { status, problem } = await customer.pay('top_up', method, amount);
  const payment = await customer.detail(paymentIn(problem).id);
  expect(payment).toMatchObject({ status: 'requires_payment_method', moneyMoved: 'no' });
  expect(payment.attempts).toMatchObject([{ status: 'failed', failure: payment.failure }]);
  expect(traceOf(payment.attempts[0])).toEqual([...upToTheRail, 'rail failed']);
  expect(await customer.money()).toBe(before);
  return { status, code: problem?.code, failure: payment.failure, words: railWords(payment) };
}

function refusedWith(code: FailureCode | undefined, words: string) {
  if (code === undefined) throw new Error(`the table says nothing about ${words}`);
  const { category, next, remedies, message } = failure(code);
  return { status: 402, code, failure: { code, category, next, remedies, message }, words };
}

const declining = TEST_CARDS.flatMap(({ number, behaviour }) =>
  behaviour.effect === 'decline' ? [[number, behaviour.code] as const] : [],
);
test.each(declining)(
  'card %s, which answers %s, fails with one code and its raw one',
  async (number, raw) => {
    const card = await addCardOf(number);
    expect(await refusal(card, '1500')).toEqual(refusedWith(cardCodes[raw], `${networkOf(number)} ${raw}`));
  },
);

const approving = TEST_CARDS.filter(({ behaviour }) => behaviour.effect === 'approve');
test.each(approving)('card $number is charged and the wallet has the money', async ({ number }) => {
  const card = await addCardOf(number);
  expect(card).toMatchObject({ network: networkOf(number), last4: number.slice(-4) });
  const before = BigInt((await customer.money()).split('+')[0] as string);
  const { status, result } = await customer.pay('top_up', card, '1500');
  expect(status).toBe(201);
  expect(result).toMatchObject({ status: 'succeeded', moneyMoved: 'yes', direction: 'in' });
  expect(await customer.money()).toBe(`${before + 1500n}+0`);
  const payment = await customer.detail(result.id);
  expect(traceOf(payment.attempts[0])).toEqual([...upToTheRail, 'rail passed']);
  expect(railWords(payment)).toBe(`${networkOf(number)} 00`);
});

test.each(Object.keys(cardCodes).filter((code) => /^\d\d$/.test(code)))(
  'an amount ending in %s is answered with that code',
  async (raw) => {
    expect(await refusal(visa, `2000${raw}`)).toEqual(refusedWith(cardCodes[raw], `visa ${raw}`));
  },
);

test('the same 65 means too often at one network and authentication at another', async () => {
  expect(await refusal(visa, '200065')).toEqual(refusedWith('velocity_exceeded', 'visa 65'));
  const { status, result } = await customer.pay('top_up', await addCardOf('5555555555554444'), '200065');
  expect({ http: status, payment: result.status }).toEqual({ http: 202, payment: 'requires_action' });
});

test('fraud and lost cards are told in words that tell nothing', () => {
  for (const code of ['fraudulent', 'lost_or_stolen'] as const)
    for (const text of Object.values(failure(code).message))
      expect(text).not.toMatch(/fraud|lost|stolen|欺诈|挂失|被盗|风险/i);
});

const undecided = TEST_CARDS.filter(
  ({ behaviour: { effect } }) => effect === 'no_answer' || effect === 'late',
);
test.each(undecided)(
  'card $number, which never answers or says 68, leaves the payment processing until it is asked about',
  async ({ number, behaviour }) => {
    const before = BigInt((await customer.money()).split('+')[0] as string);
    const { status, result } = await customer.pay('top_up', await addCardOf(number), '1500');
    expect({ http: status, payment: result.status }).toEqual({ http: 202, payment: 'processing' });
    expect(result).toMatchObject({ moneyMoved: 'held' });
    expect(result).not.toHaveProperty('failure');
    if (behaviour.effect === 'late')
      expect(railWords(await customer.detail(result.id))).toBe(`${networkOf(number)} 68`);
    expect(await customer.inquire(result.id)).toMatchObject({ status: 'succeeded' });
    expect(await customer.money()).toBe(`${before + 1500n}+0`);
  },
);

const rejecting = TEST_ACCOUNTS.flatMap(({ number, behaviour }) =>
  behaviour.effect === 'reject' ? [[number, behaviour.code] as const] : [],
);
test.each(rejecting)(
  'account %s, which answers %s, fails with one code and its raw one',
  async (number, raw) => {
    const account = await customer.addBankAccount(number);
    expect(await refusal(account, '1500')).toEqual(refusedWith(bankCodes[raw], `bank ${raw}`));
  },
);

test.each(rejecting)('a payout to account %s (%s) comes back to the wallet', async (number, raw) => {
  const { status, problem } = await rich.pay('withdrawal', await rich.addBankAccount(number), '1500');
  expect({ status, code: problem?.code }).toEqual({ status: 402, code: bankCodes[raw] });
  expect(await rich.money()).toBe('5000+0');
});

test('an account that settles, one that settles later, one that is rejected later and one that stays in process', async () => {
  const saver = await lab.customer();
  const topUp = async (number: string) =>
    (await saver.pay('top_up', await saver.addBankAccount(number), '1000')).result;
  const [now, later, rejected, never] = await Promise.all(
    ['000123456789', '000888888810', '000888888811', '000000000009'].map(topUp),
  );
  expect([now?.status, later?.status, rejected?.status, never?.status]).toEqual([
    'succeeded',
    ...Array(3).fill('processing'),
  ]);
  expect(later?.moneyMoved).toBe('held');
  expect(await saver.settled(later?.id as string)).toMatchObject({ status: 'succeeded' });
  const back = await saver.settled(rejected?.id as string);
  expect(back).toMatchObject({ status: 'requires_payment_method', failure: { code: 'account_blocked' } });
  expect(railWords(back)).toBe('bank AC06');
  expect(await saver.inquire(never?.id as string)).toMatchObject({ status: 'processing' });
  expect(await saver.money()).toBe('2000+0');
});

test('an account that never answers is settled by asking', async () => {
  const saver = await lab.customer();
  const { status, result } = await saver.pay('top_up', await saver.addBankAccount('000888888868'), '1000');
  expect({ http: status, payment: result.status }).toEqual({ http: 202, payment: 'processing' });
  expect(await saver.inquire(result.id)).toMatchObject({ status: 'succeeded' });
  expect(await saver.money()).toBe('1000+0');
});

test.each([
  ['4242424242424241', {}, 'incorrect_number'],
  ['9999999999999995', {}, 'incorrect_number'],
  ['            ', {}, 'incorrect_number'],
  ['4242424242424242', { expiryYear: 2020 }, 'expired_card'],
  ['4242424242424242', { cvc: '1234' }, 'incorrect_cvc'],
  ['378282246310005', { cvc: '123' }, 'incorrect_cvc'],
])('card %s with %o cannot be added: %s', async (number, change, code) => {
  const body = { number, expiryMonth: 12, expiryYear: 2034, cvc: '123', holderName: '王芳', ...change };
  expect((await customer.send(addCard, { body })).problem?.code).toBe(code);
});

test.each(['000111111116', '        '])('account %j cannot be added', async (accountNumber) => {
  const answer = await customer.send(addBankAccount, { body: { accountNumber, holderName: '王芳' } });
  expect(answer.problem?.code).toBe('invalid_bank_account');
});
