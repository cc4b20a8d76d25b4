import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FailureCode, failureCodes } from '../../contract/failure.ts';
import type { Card } from '../../contract/guides.ts';
import type { Incident } from '../../contract/incidents.ts';
import type { Payment, PaymentDetail } from '../../contract/payments.ts';
import { type AttemptScript, failedPayment } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { actions, card, paying, summary, walker } from './testing.ts';

/** Which step a failure leads to; every code is here, so that a new one must be thought about. */
const expectedSteps: Record<FailureCode, string> = {
  network_timeout: 'try_again',
  network_unreachable: 'try_again',
  issuer_not_available: 'try_again',
  payment_expired: 'hand_off',
  insufficient_balance: 'top_up',
  insufficient_funds: 'other_method',
  incorrect_payment_password: 'enter_again',
  payment_password_locked: 'password_locked',
  authentication_required: 'try_again',
  incorrect_cvc: 'other_method',
  expired_card: 'other_method',
  incorrect_number: 'other_method',
  lost_or_stolen: 'other_method',
  account_closed: 'other_method',
  account_blocked: 'hand_off',
  invalid_bank_account: 'other_method',
  transaction_not_allowed: 'other_method',
  currency_not_supported: 'other_method',
  do_not_honor: 'other_method',
  fraudulent: 'other_method',
  risk_rejected: 'hand_off',
  kyc_required: 'hand_off',
  amount_limit_exceeded: 'limit',
  velocity_exceeded: 'limit',
  duplicate_transaction: 'see_original',
  processing_error: 'try_again',
};

describe('each failure leads to its step', () => {
  test.each(failureCodes)('%s', async (code) => {
    const used = card('card', '1111');
    const other = card('card', '2222');
    const lockedUntil = '2026-11-23T06:30:00.000Z';
    const failed: AttemptScript['failed'] =
      code === 'payment_password_locked'
        ? { check: 'payment_password', evidence: { lockedUntil } }
        : { check: 'rail', evidence: {} };
    const payment = failedPayment([{ code, method: summary(used), failed }]);
    const walked = await walker({ payments: [payment], methods: [used, other] }).start();
    expect(walked.run.stepId).toBe(expectedSteps[code]);
    if (walked.run.status === 'handed_off') return;

    const shown = walked.run.card as Card;
    expect(shown.badge?.zh).toBe('未扣款');
    expect(shown.facts.map((fact) => fact.value)).toEqual(
      expect.arrayContaining([
        { type: 'money', amount: '3500', currency: 'CNY' },
        { type: 'text', text: { zh: '云朵咖啡', en: 'Cloud Coffee' } },
      ]),
    );
    expect(shown.options.at(-1)).toMatchObject({ id: 'person', label: { zh: '转人工' } });
    expect(shown.options.filter(({ emphasis }) => emphasis === 'primary')).toHaveLength(1);
    // An instrument that must never be tried again is not offered; nor is one the bank has just refused.
    const mayWorkAgain = ['try_again', 'enter_again', 'top_up'].includes(walked.run.stepId as string);
    if (!mayWorkAgain) expect(paying(walked)).not.toContainEqual({ type: 'card', id: used.id });
  });
});

test('whatever happened before, no option is offered that cannot work', async () => {
  const methods = [
    card('card', '1111'),
    card('card', '2222', { isDefault: true }),
    card('bank_account', '3333'),
  ];
  const used = [...methods.map(summary), { type: 'balance' as const }];
  const attempt = fc.record({ code: fc.constantFrom(...failureCodes), method: fc.constantFrom(...used) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(attempt, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<Payment['kind']>('purchase', 'transfer', 'top_up', 'withdrawal'),
      fc.bigInt(0n, 6000n),
      async (attempts, kind, available) => {
        const payment = failedPayment(attempts, { kind });
        const walked = await walker({ payments: [payment], methods, available }).start();
        const shown = walked.run.card as Card;
        const ids = shown.options.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => id.length <= 64)).toBe(true);
        for (const action of actions(walked)) {
          if (action.type === 'top_up_and_pay') {
            expect(BigInt(action.topUpAmount) + available).toBe(3500n);
            expect(kind === 'purchase' || kind === 'transfer').toBe(true);
          }
          if (action.type !== 'pay') continue;
          const { method } = action;
          if (method?.type === 'balance') expect(available >= 3500n).toBe(true);
          if (kind === 'top_up') expect(method?.type).not.toBe('balance');
          if (kind === 'withdrawal') {
            expect(method?.type).toBe('bank_account');
            expect(available >= 3500n).toBe(true);
          }
          const id = method && 'id' in method ? method.id : undefined;
          const refusals = payment.attempts.filter(
            (made) =>
              made.failure?.next === 'never' && made.method.type === method?.type && made.method.id === id,
          );
          expect(refusals).toEqual([]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('while a network is down', () => {
  const [visa, account] = [card('card', '1111'), card('bank_account', '2222')];
  const incident = (more: Partial<Incident> = {}): Incident => ({
    id: newId(),
    methodType: 'card',
    operation: 'charge',
    slower: false,
    startedAt: '2026-11-23T06:02:00.000Z',
    ...more,
  });
  const failed = (code: FailureCode) => failedPayment([{ code, method: summary(visa) }]);
  const start = (payment: PaymentDetail, incidents: Incident[]) => {
    const scene = { payments: [payment], methods: [visa, account], incidents };
    return { scene, walk: walker(scene) };
  };

  test('the card says so, since when, and offers only ways that work', async () => {
    const { scene, walk } = start(failed('network_unreachable'), [incident()]);
    const walked = await walk.start();
    expect(walked.run.stepId).toBe('outage');
    expect(walked.run.card?.title).toEqual({ zh: '银行卡网络暂时中断', en: 'The card network is down' });
    expect(walked.run.card?.body?.zh).toContain('14:02');
    expect(paying(walked)).toEqual([{ type: 'bank_account', id: account.id }]);
    // Once it is over, the same card can be tried again.
    scene.incidents = [];
    expect(paying(await walk.answer('look_again'))[0]).toEqual({ type: 'card', id: visa.id });
  });

  test.each<[string, FailureCode, Partial<Incident>]>([
    ['another method’s network', 'network_unreachable', { methodType: 'bank_account' }],
    ['payouts only', 'network_unreachable', { operation: 'payout' }],
    ['a network that another stands in for', 'network_unreachable', { slower: true }],
    ['a card that the bank declined', 'insufficient_funds', {}],
  ])('%s is no reason', async (_, code, more) => {
    const walked = await start(failed(code), [incident(more)]).walk.start();
    expect(walked.run.stepId).not.toBe('outage');
  });
});
