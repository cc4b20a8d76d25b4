import { v5 } from 'uuid';
import type { Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rails } from '../rails/rails.ts';
import type { Support } from '../support/support.ts';
import type { World } from './definition.ts';
import type { Run } from './run.ts';
import type { Surroundings } from './walk.ts';

/** The domains as guides reach them: reads in one snapshot and only of the run's customer, commands in their name. */
export function createSurroundings(
  platform: Platform,
  {
    identity,
    payments,
    rails,
    support,
  }: { identity: Identity; payments: Payments; rails: Pick<Rails, 'incidents'>; support: Support },
): Surroundings {
  function worldOf(run: Run, q: Queryable): World {
    const { customerId, subject } = run;
    return {
      now: platform.clock.now(),
      startedAt: run.startedAt,
      subject,
      customer: async () => (await identity.customers(q, [customerId])).get(customerId),
      payment: (paymentId) => payments.get(q, customerId, paymentId),
      recentPayments: async (limit) => (await payments.list(q, customerId, { limit })).payments,
      methods: () => payments.methods(q, customerId),
      availableBalances: async () => {
        const { balances } = await payments.wallet(q, customerId);
        return Object.fromEntries(balances.map(({ currency, available }) => [currency, BigInt(available)]));
      },
      incidents: () => rails.incidents(q),
      checkUp: () => identity.checkUp(q, customerId),
      locks: () => identity.locks.stateOf(q, customerId),
      // Each complaint is one row with its clocks; they change by hand and may be a moment younger than the rest.
      complaints: () => support.complaints.list(customerId),
      callbacks: async () => ({
        latest: await support.callbacks.latest(q, customerId),
        windows: await support.callbacks.windows(q),
      }),
    };
  }

  return {
    now: () => platform.clock.now(),
    look: (run, read) => platform.db.snapshot((q) => read(worldOf(run, q))),
    commandsOf: ({ id, cardNumber, customerId, conversationId }) => ({
      inquire: (paymentId) => payments.inquire(customerId, paymentId),
      cancel: (paymentId) => payments.cancel(customerId, paymentId),
      freeze: () =>
        platform.db.transaction(async (tx) => {
          const by = { via: 'app' as const, ...(conversationId === undefined ? {} : { conversationId }) };
          await identity.locks.freeze(tx, customerId, by);
          return identity.locks.stateOf(tx, customerId);
        }),
      requestCallback: (call) =>
        support.callbacks.request({ ...call, customerId, id: v5(`callback ${cardNumber}`, id) }),
      cancelCallback: (callbackId) => support.callbacks.cancel(customerId, callbackId),
    }),
  };
}
