import type { Identity } from '../identity/identity.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rails } from '../rails/rails.ts';
import type { AttemptRow } from './rows.ts';

/** What the use cases of payments work with. */
export interface PaymentsContext extends Platform {
  identity: Identity;
  ledger: Ledger;
  rails: Rails;
  /** Makes sure that an attempt which waits for a rail is asked about, whatever becomes of this process. */
  scheduleInquiries(tx: Transaction, attempts: readonly AttemptRow[]): Promise<void>;
  /** Makes sure that an attempt held for review does not wait for ever. */
  scheduleReviewEnds(tx: Transaction, attempts: readonly AttemptRow[]): Promise<void>;
}
