import type { Logger } from '../platform/log.ts';
import { findUnstorable } from '../platform/storable.ts';
import type { Health } from './health.ts';
import type { InquiryOutcome, Rail, RailOperation, RailOutcome } from './rail.ts';

/** An answer that cannot be kept is none: what became of the order is asked for again. */
function storable<O extends InquiryOutcome>(outcome: O): O | Extract<RailOutcome, { status: 'unknown' }> {
  return findUnstorable(outcome) === undefined ? outcome : { status: 'unknown', reason: 'unreadable answer' };
}

/**
 * Gives a rail its circuit breaker: an order for a rail that does not answer is not sent at all, so the customer learns at
 * once, and that it surely did not arrive. Inquiries are always made, for they decide about money.
 */
export function guard<R extends Rail>(rail: R, health: Health, log: Logger): R {
  async function guarded(operation: RailOperation, send: () => Promise<RailOutcome>): Promise<RailOutcome> {
    const admission = await health.admit(rail, operation);
    if (!admission.admitted)
      return { status: 'unreachable', reason: 'suspended', incidentId: admission.incidentId };
    const outcome = storable(await send());
    // With a code, the network did answer: that an issuer was late says nothing about the others.
    const failed =
      outcome.status === 'unreachable' || (outcome.status === 'unknown' && outcome.raw === undefined);
    try {
      await health.record(rail, operation, admission.trial, failed ? outcome.reason : undefined);
    } catch (error) {
      // What the rail said about the money matters more than how it fares.
      log.warn({ err: error, railId: rail.id }, 'the health of a rail could not be kept');
    }
    return outcome;
  }
  const { authorize, payout } = rail;
  return {
    ...rail,
    inquire: async (operation, reference) => storable(await rail.inquire(operation, reference)),
    charge: (order) => guarded('charge', () => rail.charge(order)),
    ...(authorize && {
      authorize: (order: Parameters<typeof authorize>[0]) => guarded('charge', () => authorize(order)),
    }),
    refund: (order) => guarded('refund', () => rail.refund(order)),
    ...(payout && {
      payout: (order: Parameters<typeof payout>[0]) => guarded('payout', () => payout(order)),
    }),
  };
}
