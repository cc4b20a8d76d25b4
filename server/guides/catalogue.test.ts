import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FailureCode, failureCodes } from '../../contract/failure.ts';
import type { Card } from '../../contract/guides.ts';
import type { PaymentDetail, PaymentKind } from '../../contract/payments.ts';
import { failedPayment, processing, succeeded } from '../../tests/support/scripted-payments.ts';
import { catalogue } from './catalogue.ts';
import type { AnyGuide } from './definition.ts';
import { pictureOf } from './picture.ts';
import { card, now, type Scene, walker } from './testing.ts';
import { voiceMenu } from './voice.ts';

const named = catalogue.map((guide) => [guide.id, guide] as const);

describe.each(named)('%s', (_, guide) => {
  test('every step can be reached, and every way ends with the customer, a person or an end', () => {
    const { steps, branches, start, person } = pictureOf(guide);
    const reached = new Set([start, person]);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const { from, to } of branches) if (reached.has(from)) reached.add(to);
    }
    expect(steps.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
    for (const { id, title } of steps) {
      expect(title.zh, id).toMatch(/\p{Script=Han}/u);
      expect(title.en, id).toMatch(/[A-Za-z]/);
      expect(title.en, id).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('however it is walked, every card says something in both languages and can be told by telephone', async () => {
    await fc.assert(
      fc.asyncProperty(sceneArbitrary, fc.array(fc.nat(20), { maxLength: 12 }), async (scene, choices) => {
        const customer = walker({ ...scene }, {}, guide);
        await customer.start();
        for (const choice of choices) {
          const { run } = { run: customer.run() };
          if (run.status !== 'active') break;
          const options = run.card?.options.filter(({ action }) => action.type === 'answer') ?? [];
          const option = options[choice % options.length];
          if (option !== undefined) await customer.answer(option.id);
        }
        for (const shown of customer.cards) checkCard(shown);
        const run = customer.run();
        if (run.status === 'handed_off') expect(run.topic?.zh).toMatch(/\S/);
        if (run.status === 'active') expect(run.card).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });

  test.each(['zh', 'en'] as const)(
    'by telephone, on keys alone, %s: every answer has its key',
    async (language) => {
      for (const scene of telephoneScenes) expect(await dial(guide, scene, language)).toBeGreaterThan(0);
    },
  );

  test('asking for a person leads to one from every card', async () => {
    const customer = walker({ payments: [] }, {}, guide);
    await customer.start();
    if (customer.run().status === 'active') await customer.answer('person');
    expect(customer.run().status).toBe('handed_off');
  });
});

const bought = succeeded(failedPayment([]));
const telephoneScenes: readonly Scene[] = [
  { payments: [] },
  { payments: [bought, { ...bought, id: bought.id.replace(/.$/, '0') }], available: 50_000n },
  {
    payments: [
      failedPayment([{ code: 'do_not_honor', method: { type: 'card', last4: '1111' } }]),
      processing(),
    ],
    methods: [card('card', '2222'), card('bank_account', '3333')],
    available: 100_000n,
    locked: true,
  },
];

/** Tries every way through a guide that keys alone can take, and listens to each card on it once. @returns how many there are */
async function dial(guide: AnyGuide, scene: Scene, language: 'zh' | 'en'): Promise<number> {
  const heard = new Set<string>();
  const waiting: string[][] = [[]];
  for (let pressed = waiting.shift(); pressed !== undefined && heard.size < 60; pressed = waiting.shift()) {
    const customer = walker({ ...scene, payments: [...scene.payments] }, {}, guide);
    await customer.start();
    for (const key of pressed) {
      const shown = customer.run().card;
      const option = shown && voiceMenu(shown, language, now).keys.get(key);
      if (option !== undefined) await customer.answer(option);
    }
    const { card: shown, status } = customer.run();
    if (shown === undefined) throw new Error(`nothing is said after ${pressed.join(' ')}`);
    const said = `${customer.run().stepId} ${shown.options.map(({ id }) => id).join()}`;
    if (heard.has(said)) continue;
    heard.add(said);
    const menu = voiceMenu(shown, language, now);
    expect(menu.text).toContain(shown.title[language]);
    if (language === 'en') expect(menu.text).not.toMatch(/\p{Script=Han}|[，。：；]/u);
    else expect(menu.text).not.toMatch(/press|For “/);
    if (status !== 'active') continue;
    const byKey = shown.options.filter(({ action }) => action.type === 'answer' || action.type === 'guide');
    expect(new Set(menu.keys.values()), said).toEqual(new Set(byKey.map(({ id }) => id)));
    expect(menu.keys.get('0')).toBe('person');
    for (const [key, option] of menu.keys) {
      expect(menu.text).toMatch(language === 'zh' ? `请按 ${key}` : `press ${key}`);
      const isAnswer = shown.options.some(({ id, action }) => id === option && action.type === 'answer');
      if (isAnswer && pressed.length < 8) waiting.push([...pressed, key]);
    }
  }
  return heard.size;
}

function checkCard(shown: Card): void {
  const { title, body = '', facts, options } = shown;
  expect(JSON.stringify([title, body, facts, options])).not.toMatch(/undefined|NaN|null|\[object/);
  expect(shown.title.zh).toMatch(/\S/);
  const ids = shown.options.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id.length <= 64)).toBe(true);
  expect(shown.options.filter(({ emphasis }) => emphasis === 'primary').length).toBeLessThanOrEqual(1);
  for (const language of ['zh', 'en'] as const) {
    const menu = voiceMenu(shown, language, now);
    expect([...menu.keys.values()].every((id) => ids.includes(id))).toBe(true);
    if (ids.length > 0 && shown.options.some(({ action }) => action.type === 'answer'))
      expect(menu.text).toContain('0');
  }
}

const kinds: PaymentKind[] = ['purchase', 'transfer', 'top_up', 'withdrawal'];
const paymentArbitrary = fc
  .record({
    kind: fc.constantFrom(...kinds),
    state: fc.constantFrom('failed', 'processing', 'succeeded', 'canceled'),
    code: fc.constantFrom<FailureCode>(...failureCodes),
    amount: fc.constantFrom('3500', '8800'),
    minutesAgo: fc.nat(5000),
  })
  .map(({ kind, state, code, amount, minutesAgo }): PaymentDetail => {
    const more = { kind, amount, createdAt: new Date(now.getTime() - minutesAgo * 60_000).toISOString() };
    const failed = failedPayment([{ code, method: { type: 'card', last4: '1111' } }], more);
    if (state === 'processing') return processing(more);
    if (state === 'succeeded') return succeeded(failed);
    return state === 'canceled' ? { ...failed, status: 'canceled' } : failed;
  });
const sceneArbitrary: fc.Arbitrary<Scene> = fc.record({
  payments: fc.array(paymentArbitrary, { maxLength: 5 }),
  methods: fc.constantFrom([], [card('card', '1111')], [card('bank_account', '3333'), card('card', '2222')]),
  available: fc.constantFrom(0n, 3500n, 100_000n),
  locked: fc.boolean(),
  hasPaymentPassword: fc.boolean(),
});
