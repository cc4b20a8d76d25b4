import type { RailOperation } from '../../rails/rails.ts';

/** A movement of ours, an attempt, a refund, a merchant's payout or a return, as far as its rail is concerned. */
export interface OurMovement {
  reference: string;
  paymentId: string | null;
  railId: string | null;
  operation: RailOperation;
  amount: bigint;
  currency: string;
  /** `elsewhere`: the money took another way, because the rail had refused it. */
  state: 'succeeded' | 'open' | 'elsewhere';
}

/** The parts of a reported line that are compared. */
export interface TheirMovement {
  operation: RailOperation;
  amount: bigint;
  currency: string;
}

export type Verdict =
  | 'matched'
  /** The rail moved the money, and we did not know: now we do. */
  | 'settle'
  | 'missing_with_us'
  | 'amount_differs'
  | 'state_differs';

/** What a line of a rail's report means for us. Amounts are minor units. */
export function compare(railId: string, theirs: TheirMovement, ours: OurMovement | undefined): Verdict {
  if (ours === undefined || ours.railId !== railId) return 'missing_with_us';
  // Between banks a refund is a payout.
  const sameWay =
    ours.operation === theirs.operation || (ours.operation === 'refund' && theirs.operation === 'payout');
  if (!sameWay) return 'state_differs';
  if (ours.amount !== theirs.amount || ours.currency !== theirs.currency) return 'amount_differs';
  if (ours.state === 'elsewhere') return 'state_differs';
  return ours.state === 'succeeded' ? 'matched' : 'settle';
}
