import type { OrderKind } from '../../contract/payments.ts';

/** What the rules look at. Amounts are minor units. */
export interface RiskFacts {
  kind: OrderKind;
  amount: bigint;
  /** Whole hours since the customer registered. */
  accountAgeHours: number;
  payee: { status: 'active' | 'locked' } | undefined;
  /** What is unusual about where the customer is. */
  caution?: 'new_network' | 'new_device';
  /** The customer has confirmed exactly this payment a moment ago. */
  confirmed: boolean;
  /** Whether the customer has paid this payee before; looked up from `matters.payee` on, true below. */
  payeeIsKnown: boolean;
  /** Whole hours since the card or bank account was added; undefined from the balance. */
  methodAgeHours: number | undefined;
  /** Whether the payment password, or an earlier order of the customer's, proves that it is them. */
  isProven: boolean;
  /** What went through this device and to this payee today, before this payment; counted from `matters.counted` on. */
  deviceToday: { amount: bigint; count: number };
  payeeToday: { amount: bigint; count: number };
}

/**
 * allow; confirm: the payment password is asked for where it was left out; step_up: a second factor confirms exactly this
 * payment; hold: the amount is held until people have looked; refuse.
 */
export type RiskDecision =
  | { outcome: 'allow' | 'confirm' | 'step_up' | 'hold'; rule: string }
  | { outcome: 'refuse'; rule: string; code: 'risk_rejected' | 'account_blocked' };

/** From what amounts on facts are kept and looked up; what is smaller is held to the limits of its customer alone. */
export const matters = { counted: 10_000n, payee: 20_000n } as const;
/**
 * What goes through one device, and to one payee, in a day before people look. Exact, whoever pays at the same time: the
 * sums are checked once more when they are written (`addUsage`), and a batch that was decided on old ones is decided anew.
 */
export const mostADayUnseen = {
  device: { amount: 30_000_000n, count: Number.MAX_SAFE_INTEGER },
  payee: { amount: 50_000_000n, count: 300 },
} as const;

type Rule = { name: string; applies: (facts: RiskFacts) => boolean } & (
  | { outcome: 'confirm' | 'hold' }
  | { outcome: 'refuse'; code: 'risk_rejected' | 'account_blocked' }
);

const leaves = (kind: OrderKind): boolean => kind === 'transfer' || kind === 'withdrawal';

/** Read from the top, the strictest first; the first that applies decides. Money out only: topping up is never refused here. */
const rules: readonly Rule[] = [
  {
    name: 'payee_is_locked',
    outcome: 'refuse',
    code: 'account_blocked',
    applies: ({ payee }) => payee?.status === 'locked',
  },
  {
    name: 'new_account_sends_much',
    outcome: 'refuse',
    code: 'risk_rejected',
    applies: ({ kind, amount, accountAgeHours }) =>
      leaves(kind) && accountAgeHours < 24 && amount > 2_000_000n,
  },
  {
    name: 'much_to_unknown_payee',
    outcome: 'hold',
    applies: ({ kind, amount, payeeIsKnown }) => kind === 'transfer' && amount >= 3_000_000n && !payeeIsKnown,
  },
  {
    name: 'much_to_new_bank_account',
    outcome: 'hold',
    applies: ({ kind, amount, methodAgeHours }) =>
      kind === 'withdrawal' && amount >= 3_000_000n && methodAgeHours !== undefined && methodAgeHours < 24,
  },
  {
    name: 'device_sends_much',
    outcome: 'hold',
    applies: ({ kind, amount, deviceToday }) =>
      leaves(kind) && deviceToday.amount + amount > mostADayUnseen.device.amount,
  },
  {
    name: 'payee_receives_much',
    outcome: 'hold',
    applies: ({ kind, amount, payeeToday }) =>
      kind === 'transfer' &&
      (payeeToday.amount + amount > mostADayUnseen.payee.amount ||
        payeeToday.count >= mostADayUnseen.payee.count),
  },
  {
    name: 'unproven_to_unknown_payee',
    outcome: 'confirm',
    applies: ({ kind, amount, payeeIsKnown, isProven }) =>
      kind === 'transfer' && !isProven && amount >= matters.payee && !payeeIsKnown,
  },
  {
    name: 'unproven_on_new_account',
    outcome: 'confirm',
    applies: ({ isProven, accountAgeHours, amount }) =>
      !isProven && accountAgeHours < 1 && amount >= matters.counted * 5n,
  },
];

/** Money out that the customer must confirm with a second factor; the first that holds is named. */
const askAgain: ReadonlyArray<{ name: string; holds: (facts: RiskFacts) => boolean }> = [
  { name: 'new_network', holds: ({ caution }) => caution === 'new_network' },
  {
    name: 'new_device',
    holds: ({ caution, amount }) => caution === 'new_device' && amount > 100_000n,
  },
  { name: 'large_amount', holds: ({ amount }) => amount > 1_000_000n },
];

/** Fails closed: where a rule cannot be answered, no money leaves. */
export function assessRisk(facts: RiskFacts): RiskDecision {
  if (facts.kind === 'top_up') return { outcome: 'allow', rule: 'none' };
  try {
    return decide(facts);
  } catch {
    return { outcome: 'refuse', rule: 'rules_unanswered', code: 'risk_rejected' };
  }
}

function decide(facts: RiskFacts): RiskDecision {
  const rule = rules.find(({ applies }) => applies(facts));
  if (rule?.outcome === 'refuse') return { outcome: 'refuse', rule: rule.name, code: rule.code };
  // Whoever may be somebody else is asked first, also where people will look afterwards.
  const asking = askAgain.find((each) => each.holds(facts));
  if (asking !== undefined && !facts.confirmed) return { outcome: 'step_up', rule: asking.name };
  if (rule !== undefined) return { outcome: rule.outcome, rule: rule.name };
  return { outcome: 'allow', rule: asking?.name ?? 'none' };
}
