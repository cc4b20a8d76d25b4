import type { PaymentKind } from '../../contract/payments.ts';

/** What the rules look at. */
export interface RiskFacts {
  kind: PaymentKind;
  /** Minor units. */
  amount: bigint;
  /** Whole hours since the customer registered. */
  accountAgeHours: number;
  payee: { status: 'active' | 'locked' } | undefined;
  /** What is unusual about where the customer is. */
  caution?: 'new_network' | 'new_device';
  /** The customer has confirmed exactly this payment a moment ago. */
  confirmed: boolean;
}

export type RiskDecision =
  | { allowed: true; rule: string }
  | { allowed: false; rule: string; code: 'risk_rejected' | 'account_blocked' }
  | { allowed: false; rule: string; code: 'step_up_required' };

interface RiskRule {
  name: string;
  code: 'risk_rejected' | 'account_blocked';
  refuses: (facts: RiskFacts) => boolean;
}

/** Read from the top; the first rule that refuses decides. Money out only: topping up is never refused here. */
const rules: readonly RiskRule[] = [
  { name: 'payee_is_locked', code: 'account_blocked', refuses: ({ payee }) => payee?.status === 'locked' },
  {
    name: 'new_account_sends_much',
    code: 'risk_rejected',
    refuses: ({ kind, amount, accountAgeHours }) =>
      (kind === 'transfer' || kind === 'withdrawal') && accountAgeHours < 24 && amount > 2_000_000n,
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

export function assessRisk(facts: RiskFacts): RiskDecision {
  if (facts.kind === 'top_up') return { allowed: true, rule: 'none' };
  const refusing = rules.find((rule) => rule.refuses(facts));
  if (refusing !== undefined) return { allowed: false, rule: refusing.name, code: refusing.code };
  const asking = askAgain.find((rule) => rule.holds(facts));
  if (asking === undefined) return { allowed: true, rule: 'none' };
  if (facts.confirmed) return { allowed: true, rule: asking.name };
  return { allowed: false, rule: asking.name, code: 'step_up_required' };
}
