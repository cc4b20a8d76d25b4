import type { Callback } from '../../contract/callbacks.ts';
import type { Complaint } from '../../contract/complaint.ts';
import type { CheckUp } from '../../contract/contacts.ts';
import type { Card, OptionAction } from '../../contract/guides.ts';
import type { LockState } from '../../contract/recovery.ts';
import type { Incident } from '../../contract/incidents.ts';
import type { Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import { eventually, type TestHouse } from '../../tests/support/scripted-house.ts';
import { failedPayment, methodOf, processing } from '../../tests/support/scripted-payments.ts';
import type { CallbackWindow } from '../support/support.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { catalogue } from './catalogue.ts';
import type { AnyGuide, Commands, World } from './definition.ts';
import type { StartRequest } from './guides.ts';
import { paymentFailed } from './payment/failed-and-late.ts';
import * as queries from './queries.ts';
import { type Input, newRun, type Run } from './run.ts';
import { type Surroundings, type Walked, walk } from './walk.ts';
import { readSteps } from './step-queries.ts';

export interface Scene {
  payments: PaymentDetail[];
  methods?: PaymentMethod[];
  available?: bigint;
  locked?: boolean;
  incidents?: Incident[];
  hasPaymentPassword?: boolean;
  lockState?: LockState;
  complaints?: Complaint[];
  checkUp?: CheckUp;
  /** Null: registered by email. */
  phone?: null;
  callback?: Callback;
  /** The windows there are; four when absent. */
  windows?: CallbackWindow[];
  inquire?: (payment: PaymentDetail) => PaymentDetail;
  /** Nobody is logged in. */
  visitor?: true;
  /** Whatever a guide wants done is refused. */
  refuses?: true;
  reducedLimitsUntil?: Date;
}

const weakAccount: CheckUp = {
  score: 70,
  items: [{ item: 'second_factor', state: 'risk', points: 0, most: 30 }],
};
export const now = new Date('2026-11-23T06:10:00.000Z');

const windowsFrom = (from: Date, count: number): CallbackWindow[] =>
  Array.from({ length: count }, (_, index) => {
    const start = from.getTime() + index * 5_400_000;
    return { from: new Date(start).toISOString(), until: new Date(start + 5_400_000).toISOString() };
  });

const refuse = () => Promise.reject(new ProblemError('conflict'));
const refusing: Commands = {
  inquire: refuse,
  cancel: refuse,
  freeze: refuse,
  requestCallback: refuse,
  cancelCallback: refuse,
};

function surroundingsOf(scene: Scene): Surroundings {
  const byId = (id: string) => scene.payments.find((payment) => payment.id === id);
  return {
    now: () => now,
    look: (run, read) =>
      read({
        now,
        startedAt: run.startedAt,
        subject: run.subject,
        customer: async () =>
          (scene.visitor
            ? undefined
            : {
                reducedLimitsUntil: scene.reducedLimitsUntil,
                status: scene.locked ? 'locked' : 'active',
                hasPaymentPassword: scene.hasPaymentPassword ?? true,
                ...(scene.phone === null ? {} : { phone: '+8613800138000', maskedContact: '138****8000' }),
                language: 'zh',
              }) as Awaited<ReturnType<World['customer']>>,
        payment: async (id) => byId(id),
        recentPayments: async () => scene.payments,
        methods: async () => scene.methods ?? [],
        availableBalances: async () => ({ CNY: scene.available ?? 0n }),
        incidents: async () => scene.incidents ?? [],
        locks: async () => scene.lockState ?? { locks: [] },
        checkUp: async () => scene.checkUp ?? weakAccount,
        complaints: async () => scene.complaints ?? [],
        callbacks: async () => ({ latest: scene.callback, windows: scene.windows ?? windowsFrom(now, 8) }),
      }),
    commandsOf: () =>
      scene.refuses
        ? refusing
        : {
            async inquire(id) {
              const asked = byId(id) as PaymentDetail;
              const found = scene.inquire?.(asked) ?? asked;
              scene.payments = scene.payments.map((payment) => (payment.id === id ? found : payment));
              return found;
            },
            async cancel(id) {
              const canceled: PaymentDetail = { ...(byId(id) as PaymentDetail), status: 'canceled' };
              scene.payments = scene.payments.map((payment) => (payment.id === id ? canceled : payment));
              return canceled;
            },
            async freeze() {
              scene.lockState = { locks: [{ reason: 'frozen', lockedAt: now.toISOString() }] };
              return scene.lockState;
            },
            async requestCallback(call) {
              const window = (scene.windows ?? windowsFrom(now, 8)).find(({ from }) => from === call.from);
              if (window === undefined) throw new ProblemError('conflict');
              scene.callback = {
                id: newId(),
                status: 'requested',
                missedCalls: 0,
                requestedAt: now.toISOString(),
                ...call,
                ...window,
              };
              return scene.callback;
            },
            async cancelCallback() {
              if (scene.callback === undefined) throw new ProblemError('not_found');
              scene.callback = { ...scene.callback, status: 'canceled' };
              return scene.callback;
            },
          },
  };
}

const fresh = (guide: AnyGuide, subject: Run['subject']): Run =>
  newRun(guide, { customerId: newId(), door: 'chat', conversationId: newId(), subject, startedAt: now });

/** A customer who walks the guide; the run goes through JSON between steps, as through the database. */
export function walker(
  scene: Scene,
  subject: Run['subject'] = { paymentId: scene.payments[0]?.id },
  guide: AnyGuide = paymentFailed,
) {
  const surroundings = surroundingsOf(scene);
  let run = fresh(guide, subject);
  const cards: Card[] = [];
  async function put(input: Input): Promise<Walked> {
    const walked = await walk(guide, run, [input], surroundings);
    cards.push(...walked.cards);
    run = { ...walked.run, facts: JSON.parse(JSON.stringify(walked.run.facts)) };
    return walked;
  }
  return {
    cards,
    run: () => run,
    start: () => put({ type: 'start', by: 'customer', door: 'chat' }),
    answer: (option: string) => {
      const { card } = run;
      run = { ...run, card: undefined };
      return put({ type: 'answer', card: card?.step ?? 0, option });
    },
    happens: (topic: string) => put({ type: 'event', topic }),
    silence: () => put({ type: 'timer', card: run.cardNumber }),
    put,
  };
}

const guideOf = (id: string): AnyGuide => {
  const guide = catalogue.find((one) => one.id === id);
  if (guide === undefined) throw new Error(`no guide ${id}`);
  return guide;
};
/** A customer of a guide by its name. */
export const customerOf = (id: string, scene: Scene, subject = {}) => walker(scene, subject, guideOf(id));

/** Walks a guide by its options' words in one language, as the customer reads them; the titles of the cards shown. */
export async function inWords(id: string, scene: Scene, language: 'zh' | 'en', words: readonly string[]) {
  const customer = customerOf(id, scene);
  await customer.start();
  for (const said of words) {
    const option = customer.run().card?.options.find(({ label }) => label[language] === said);
    if (option === undefined)
      throw new Error(
        `no “${said}” on ${JSON.stringify(customer.run().card?.options.map(({ label }) => label[language]))}`,
      );
    await customer.answer(option.id);
  }
  return { run: customer.run(), titles: customer.cards.map(({ title }) => title[language]) };
}

export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

export const card = (type: PaymentMethod['type'], last4: string, more?: Partial<PaymentMethod>) =>
  methodOf(type, last4, more);
export const summary = ({ id, type, bank, last4 }: PaymentMethod): Payment['method'] => ({
  id,
  type,
  bank,
  last4,
});
export const actions = (walked: Walked): OptionAction[] =>
  walked.run.card?.options.map(({ action }) => action) ?? [];
export const paying = (walked: Walked) =>
  actions(walked).flatMap((action) => (action.type === 'pay' ? [action.method] : []));

/** What tests of runs on a real database do over and over. */
export function runsOf(house: TestHouse) {
  const start = (request: Partial<StartRequest> & { customerId: string }) =>
    house.platform.db.transaction((tx) =>
      house.guides.start(tx, { guide: 'payment-failed', subject: {}, door: 'help_centre', ...request }),
    );

  async function run(id: string) {
    const found = await queries.readRun(house.platform.db, id);
    if (found === undefined) throw new Error(`no run ${id}`);
    return found;
  }

  const stepsOf = async (id: string) => (await readSteps(house.platform.db, [id])).get(id) ?? [];

  /** Waits until the run shows a card (with this number), and returns it. */
  const cardOf = (id: string, number = 1): Promise<Card> =>
    eventually(async () => {
      const { card } = await run(id);
      if (card === undefined || card.step < number) throw new Error('no such card yet');
      return card;
    });

  const cardsIn = async (conversationId: string): Promise<Card[]> =>
    (await house.contents(conversationId)).flatMap((content) =>
      content.type === 'card' ? [content.card] : [],
    );

  function unpaid(customerId = newId()) {
    const payment = failedPayment([{ code: 'insufficient_balance' }], {
      createdAt: new Date().toISOString(),
    });
    house.payments.put(customerId, payment);
    return { customerId, payment, subject: { paymentId: payment.id } };
  }

  function unknown(customerId = newId()) {
    const payment = processing({ createdAt: new Date().toISOString() });
    house.payments.put(customerId, payment);
    return { customerId, payment, subject: { paymentId: payment.id } };
  }

  return { start, run, stepsOf, cardOf, cardsIn, unpaid, unknown };
}
