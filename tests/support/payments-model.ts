import fc from 'fast-check';

/** People and sales are places in lists; in a program, a sale is so many before the newest. */
export type Operation =
  | { kind: 'top_up'; who: number; amount: bigint; card: 'good' | 'empty' }
  | { kind: 'transfer'; who: number; amount: bigint }
  | { kind: 'purchase'; who: number; amount: bigint; from: 'balance' | 'good' | 'empty' }
  | { kind: 'refund'; sale: number; amount: bigint | undefined };

/** What the asker is told: `succeeded`, or why not. */
export type Outcome = string;

export interface ModelState {
  /** Minor units each customer can spend. */
  wallets: bigint[];
  merchant: bigint;
  /** By the place its purchase was given; empty where it failed. */
  sales: Array<{ who: number; captured: bigint; refunded: bigint; toBalance: boolean } | undefined>;
}

/** Payments as one would explain them: a few sums, one operation after the other. A judge of the real ones. */
export class PaymentsModel {
  readonly state: ModelState;
  constructor(state: ModelState) {
    this.state = structuredClone(state);
  }

  /** @param newSale which place a purchase gets that succeeds, so that those of one moment may come in any order */
  apply(operation: Operation, newSale: number): Outcome {
    const { state } = this;
    const { wallets } = state;
    if (operation.kind === 'top_up') {
      if (operation.card === 'empty') return 'insufficient_funds';
      wallets[operation.who] = (wallets[operation.who] as bigint) + operation.amount;
      return 'succeeded';
    }
    if (operation.kind === 'refund') {
      const sale = state.sales[operation.sale];
      if (sale === undefined) throw new Error('only what was sold is given back');
      const left = sale.captured - sale.refunded;
      const amount = operation.amount ?? left;
      if (amount <= 0n || amount > left) return 'refund_exceeds_payment';
      sale.refunded += amount;
      state.merchant -= amount;
      if (sale.toBalance) wallets[sale.who] = (wallets[sale.who] as bigint) + amount;
      return 'succeeded';
    }
    const { who, amount } = operation;
    const from = operation.kind === 'purchase' ? operation.from : 'balance';
    if (from === 'empty') return 'insufficient_funds';
    if (from === 'balance') {
      if (amount > (wallets[who] as bigint)) return 'insufficient_balance';
      wallets[who] = (wallets[who] as bigint) - amount;
    }
    if (operation.kind === 'purchase') {
      state.sales[newSale] = { who, captured: amount, refunded: 0n, toBalance: from === 'balance' };
      state.merchant += amount;
    } else {
      const payee = (who + 1) % wallets.length;
      wallets[payee] = (wallets[payee] as bigint) + amount;
    }
    return 'succeeded';
  }
}

const who = fc.nat(1);
const amount = fc.bigInt({ min: 1n, max: 400n });
const refund = fc.record({
  kind: fc.constant('refund' as const),
  sale: fc.nat(2),
  amount: fc.oneof({ weight: 3, arbitrary: amount }, { weight: 1, arbitrary: fc.constant(undefined) }),
});
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('top_up' as const),
      who,
      amount,
      card: fc.constantFrom('good', 'good', 'good', 'empty'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('transfer' as const), who, amount }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('purchase' as const),
      who,
      amount,
      from: fc.constantFrom('balance', 'balance', 'good', 'good', 'empty'),
    }),
  },
  { weight: 5, arbitrary: refund },
);

/** Steps one after the other, each of operations asked for at the same moment. */
export const paymentsProgram: fc.Arbitrary<Operation[][]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.array(operation, { minLength: 1, maxLength: 3 }) },
    // The same sale, by everybody at once.
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.nat(1), fc.array(amount, { minLength: 3, maxLength: 4 }))
        .map(([sale, amounts]) => amounts.map((each) => ({ kind: 'refund' as const, sale, amount: each }))),
    },
  ),
  { minLength: 4, maxLength: 9 },
);
