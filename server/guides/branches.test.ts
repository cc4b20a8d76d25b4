import { describe, expect, test } from 'vitest';
import type { CheckUp } from '../../contract/contacts.ts';
import type { Callback } from '../../contract/callbacks.ts';
import type { Complaint } from '../../contract/complaint.ts';
import type { FailureCode } from '../../contract/failure.ts';
import type { PaymentDetail, PaymentKind } from '../../contract/payments.ts';
import type { LockState } from '../../contract/recovery.ts';
import type { Language } from '../../contract/text.ts';
import { failedPayment, processing, succeeded } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { catalogue } from './catalogue.ts';
import { isWaiting } from './card.ts';
import type { AnyGuide } from './definition.ts';
import { pictureOf } from './picture.ts';
import { card, minutesAgo, now, type Scene, summary, walker } from './testing.ts';

const [visa, account] = [card('card', '1111'), card('bank_account', '3333')];
const soon = minutesAgo(-15);

function each(scene: Scene, change: (payment: PaymentDetail) => PaymentDetail): void {
  scene.payments = scene.payments.map(change);
}
const isOver = ({ status }: PaymentDetail) => status === 'succeeded' || status === 'canceled';

/** What has become of the world when a customer or somebody else has done something; as it was, where none is told. */
const happenings: Partial<Record<string, (scene: Scene) => void>> = {
  'payment.succeeded': (scene) => each(scene, (payment) => (isOver(payment) ? payment : succeeded(payment))),
  'account.unlocked': (scene) => {
    scene.lockState = { locks: [] };
  },
};

/** What has changed once the first card is answered. */
type WalkedScene = Scene & { later?: Partial<Scene> };

const nothing: Scene = { payments: [] };

const failed = (kind: PaymentKind, code: FailureCode = 'insufficient_balance', more = {}) =>
  failedPayment([{ code, method: summary(visa) }], { kind, ...more });

/** A payment of a kind, however it may stand. */
function ofEveryState(kind: PaymentKind): Scene[] {
  const unknown = processing({ kind });
  return [
    nothing,
    { payments: [failed(kind)] },
    { payments: [unknown] },
    { payments: [unknown], inquire: succeeded },
    { payments: [unknown], refuses: true },
    { payments: [{ ...unknown, underReview: true }] },
    { payments: [{ ...unknown, status: 'requires_action' }] },
    { payments: [succeeded(failed(kind))] },
    { payments: [{ ...failed(kind), status: 'canceled' }] },
    { payments: [failed(kind), failed(kind, 'do_not_honor', { amount: '8800' })] },
    { payments: [unknown, processing({ kind, amount: '8800' })] },
  ];
}

/** A payment that failed, one for each way on. */
const unpaid = (kind: PaymentKind): Scene[] => [
  ...ofEveryState(kind),
  ...(
    [
      'incorrect_payment_password',
      'payment_password_locked',
      'network_timeout',
      'expired_card',
      'amount_limit_exceeded',
      'duplicate_transaction',
      'account_blocked',
    ] as const
  ).map((code) => ({ payments: [failed(kind, code)], methods: [visa, account], available: 100_000n })),
  {
    payments: [
      failedPayment(
        [
          {
            code: 'payment_password_locked',
            failed: { check: 'payment_password', evidence: { lockedUntil: soon } },
          },
        ],
        { kind },
      ),
    ],
  },
  { payments: [failed(kind, 'do_not_honor')], locked: true },
  {
    payments: [failed(kind, 'network_unreachable')],
    incidents: [
      { id: newId(), methodType: 'card', operation: 'charge', slower: false, startedAt: minutesAgo(8) },
    ],
  },
];

/** A customer who is led through a screen of the wallet, and what was made there since. */
const inTheWallet = (kind: PaymentKind): Scene[] => [
  nothing,
  { payments: [], locked: true },
  { payments: [], available: 100n },
  { payments: [], available: 100n, methods: [visa, account] },
  { payments: [], available: 100n, methods: [visa, account], hasPaymentPassword: false },
  ...[succeeded(failed(kind)), failed(kind), processing({ kind })].map((payment) => ({
    payments: [{ ...payment, createdAt: now.toISOString() }],
  })),
];

const twins = (...made: PaymentDetail[]): PaymentDetail[] =>
  made.map((payment, index) => ({ ...payment, id: newId(), createdAt: minutesAgo(index + 2) }));
const paid = succeeded(failed('purchase'));
const given: Scene = { payments: [{ ...paid, kind: 'goodwill', direction: 'in' }] };
const refunded = (status: 'processing' | 'succeeded'): Scene => ({
  payments: [
    {
      ...paid,
      refundedAmount: '3500',
      refunds: [
        {
          id: newId(),
          amount: '3500',
          currency: 'CNY',
          status,
          reason: 'requested_by_customer',
          destination: { type: 'balance' },
          fellBackToBalance: false,
          createdAt: minutesAgo(3),
        },
      ],
    },
  ],
});

const lockedFor = (reason: LockState['locks'][number]['reason']): Scene => ({
  payments: [],
  lockState: {
    locks: [{ reason, lockedAt: minutesAgo(1), ...(reason === 'frozen' ? {} : { until: soon }) }],
  },
});
const checkedUp = (item: CheckUp['items'][number]['item'], state: 'good' | 'risk'): Scene => ({
  payments: [],
  checkUp: { score: state === 'good' ? 100 : 60, items: [{ item, state, points: 0, most: 30 }] },
});
const complained = (...statuses: Array<Complaint['status']>): Scene => ({
  payments: [],
  complaints: statuses.map((status, index) => ({
    id: newId(),
    number: `C26-000${index + 1}`,
    category: 'service',
    wish: 'apology',
    description: '…',
    status,
    openedAt: now.toISOString(),
  })),
});
const callback: Callback = {
  id: newId(),
  status: 'requested',
  missedCalls: 1,
  requestedAt: minutesAgo(5),
  from: soon,
  until: minutesAgo(-105),
  reason: 'payment',
  language: 'zh',
};
const visitor: Scene = { payments: [], visitor: true };

/** What each guide is walked in; one where only what the customer says matters is walked once. */
const scenes: Partial<Record<string, WalkedScene[]>> = {
  'payment-failed': unpaid('purchase'),
  'payment-processing': unpaid('purchase'),
  'top-up-failed': unpaid('top_up'),
  'withdrawal-late': ofEveryState('withdrawal'),
  'charged-twice': [
    nothing,
    { payments: [paid] },
    ...[{}, { inquire: succeeded }, { refuses: true as const }].map((more) => ({
      payments: twins(paid, processing({ kind: 'purchase' })),
      ...more,
    })),
    { payments: twins(paid, processing({ kind: 'purchase', underReview: true })) },
    { payments: twins(paid, paid) },
    { payments: [...twins(paid, paid), ...twins({ ...paid, amount: '8800' }, { ...paid, amount: '8800' })] },
  ],
  'refund-where': [...ofEveryState('purchase'), refunded('processing'), refunded('succeeded'), given],
  'transfer-to-wrong-person': [
    ...ofEveryState('transfer'),
    { payments: [failed('transfer')], refuses: true },
  ],
  'unrecognised-transaction': [...ofEveryState('purchase'), given],
  pay: [...inTheWallet('purchase'), ...inTheWallet('transfer')],
  'top-up': inTheWallet('top_up'),
  withdraw: inTheWallet('withdrawal'),
  'add-card-or-bank': [nothing, { payments: [], methods: [{ ...visa, addedAt: now.toISOString() }] }],
  'limits-and-fees': [nothing, { payments: [], reducedLimitsUntil: new Date(soon) }],
  'lost-phone': [nothing, visitor, lockedFor('frozen'), { payments: [], refuses: true }],
  'account-locked': [
    nothing,
    visitor,
    lockedFor('wrong_password'),
    lockedFor('abnormal_transactions'),
    lockedFor('frozen'),
    { payments: [], lockState: { locks: [], paymentPasswordLockedUntil: soon } },
  ],
  'set-up-two-factor': [
    { ...checkedUp('second_factor', 'risk'), later: checkedUp('second_factor', 'good') },
    checkedUp('second_factor', 'good'),
  ],
  'security-checkup': [checkedUp('payment_password', 'risk'), checkedUp('payment_password', 'good')],
  'reset-payment-password': [nothing, { payments: [], locked: true }],
  'new-device': [nothing, { payments: [], refuses: true }],
  complaint: [nothing, complained('received')],
  'complaint-progress': [
    nothing,
    complained('investigating'),
    complained('closed'),
    complained('received', 'proposed'),
  ],
  'request-callback': [
    nothing,
    { payments: [], phone: null },
    { payments: [], refuses: true },
    { payments: [], callback },
    { payments: [], callback, refuses: true },
  ],
};

/** What moves a walk on: words of a card, something that happened, or a long silence. */
type Move = { say: string } | { topic: string; as: ((scene: Scene) => void) | undefined } | 'silence';

const languages = ['zh', 'en'] as const;
/** What differs at a step beyond so many times is no other branch. */
const mostVisits = 6;

/** Of several of a kind, such as payments to choose from, the first stands for all. */
const ruleOf = (option: string) => option.replace(/:.*/, '');

/** Every way through a guide from one scene, in the words of one language. @returns the branches taken, as `from > to` */
async function everyWay(
  guide: AnyGuide,
  { later, ...from }: WalkedScene,
  named: boolean,
  language: Language,
) {
  const taken = new Set<string>();
  const seen = new Set<string>();
  const visits = new Map<string, number>();
  const waiting: Move[][] = [[]];
  for (let moves = waiting.shift(); moves !== undefined; moves = waiting.shift()) {
    const scene = { ...from, payments: [...from.payments] };
    const customer = walker(scene, named ? undefined : {}, guide);
    let walked = await customer.start();
    note(undefined);
    for (const move of moves) {
      const stoodAt = customer.run().stepId;
      if (move === 'silence') walked = await customer.silence();
      else if ('say' in move) {
        const meant = customer.run().card?.options.filter(({ label }) => label[language] === move.say) ?? [];
        expect(meant, `“${move.say}” is one option of ${stoodAt}`).toHaveLength(1);
        Object.assign(scene, later);
        walked = await customer.answer(meant[0]?.id ?? '');
      } else {
        move.as?.(scene);
        walked = await customer.happens(move.topic);
      }
      note(stoodAt);
    }
    const run = customer.run();
    const step = guide.steps[run.stepId ?? ''];
    if (step === undefined) throw new Error(`${run.stepId} is no step`);
    if (run.status !== 'active') {
      const outcome =
        step.kind === 'end' ? step.outcome : step.kind === 'hand_off' ? 'handed_off' : 'abandoned';
      expect(run.status).toBe(outcome);
      expect(run.card?.title[language]).toMatch(/\S/);
      if (run.status === 'handed_off') expect(run.topic?.[language]).toMatch(/\S/);
      continue;
    }
    if (!isWaiting(step)) throw new Error(`${run.stepId} is active and does not wait`);
    const state = JSON.stringify([run.stepId, run.facts, run.card?.options]).replaceAll(/[\da-f-]{36}/g, '');
    const visit = visits.get(run.stepId ?? '') ?? 0;
    if (seen.has(state) || visit === mostVisits) continue;
    seen.add(state);
    visits.set(run.stepId ?? '', visit + 1);
    const next: Move[] = [
      ...(run.card?.options ?? [])
        .filter(
          ({ action, id }, index, all) =>
            action.type === 'answer' && all.findIndex((one) => ruleOf(one.id) === ruleOf(id)) === index,
        )
        .map(({ label }) => ({ say: label[language] })),
      ...Object.keys(step.on ?? {}).map((topic) => ({ topic, as: happenings[topic] })),
      'silence',
    ];
    waiting.push(...next.map((move) => [...moves, move]));

    function note(stoodAt: string | undefined) {
      const ids = walked.taken
        .filter(({ kind, stepId }) => guide.steps[stepId]?.kind === kind)
        .map(({ stepId }) => stepId);
      let before = stoodAt;
      for (const id of [...ids, ...(walked.run.stepId === ids.at(-1) ? [] : [walked.run.stepId ?? ''])]) {
        if (before !== undefined) taken.add(`${before} > ${id}`);
        before = id;
      }
    }
  }
  return taken;
}

describe.each(catalogue.map((guide) => [guide.id, guide] as const))('%s', (_, guide) => {
  test.each(languages)('every branch and every end is walked, in the words of %s', async (language) => {
    const taken = new Set<string>();
    for (const scene of scenes[guide.id] ?? [nothing])
      for (const named of scene.payments.length > 0 ? [true, false] : [false])
        for (const branch of await everyWay(guide, scene, named, language)) taken.add(branch);
    const branches = pictureOf(guide).branches.map(({ from, to }) => `${from} > ${to}`);
    expect(branches.filter((branch) => !taken.has(branch))).toEqual([]);
  });
});
