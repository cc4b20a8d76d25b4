import type { PaymentKind } from '../../contract/payments.ts';

/** What the rules look at. */
export interface RiskFacts {
  kind: PaymentKind;
  /** Minor units. */
  amount: bigint;
  /** Whole hours since the customer registered. */
  accountAgeHours: number;
  payee: { status: 'active' | 'locked' } | undefined;
}

export type RiskDecision =
  | { allowed: true; rule: 'none' }
  | { allowed: false; rule: string; code: 'risk_rejected' | 'account_blocked' };

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

export function assessRisk(facts: RiskFacts): RiskDecision {
  if (facts.kind === 'top_up') return { allowed: true, rule: 'none' };
  const refusing = rules.find((rule) => rule.refuses(facts));
  return refusing === undefined
    ? { allowed: true, rule: 'none' }
    : { allowed: false, rule: refusing.name, code: refusing.code };
}
