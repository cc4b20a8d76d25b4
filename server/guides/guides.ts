import type { GuideRun, Subject } from '../../contract/guides.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';

export type Door = GuideRun['door'];

export interface StartRequest {
  guide: string;
  customerId: string;
  subject: Subject;
  door: Door;
  /** Where the cards appear; absent at the help centre. */
  conversationId?: string;
  /** The member of staff who sent it. */
  startedBy?: string;
}

/** Guided procedures: their definitions, and the runs of them. */
export interface Guides {
  /**
   * Starts a run, or takes up the one this customer has under way about the same thing, here. Its first card follows by
   * itself once `tx` has committed. Call it before other writes to the conversation: runs are locked before conversations.
   * @throws not_found for a guide that does not exist
   */
  start(tx: Transaction, request: StartRequest): Promise<GuideRun>;
  /**
   * Records the answer to a card and walks on. The same answer again changes nothing and returns the run as it stands.
   * @throws not_found, conflict when the card is no longer the one to answer, invalid_request for an unknown option
   */
  answer(request: { runId: string; customerId: string; step: number; option: string }): Promise<GuideRun>;
  /**
   * Brings what was handed off where there was no conversation (help centre, voice) into this one and queues it.
   * @returns whether there was anything
   */
  adopt(tx: Transaction, customerId: string, conversationId: string): Promise<boolean>;
  routes(serve: Serve): void;
}
