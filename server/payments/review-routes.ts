import * as contract from '../../contract/held-payments.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Reviews } from './review.ts';

export function registerReviewRoutes(serve: Serve, reviews: Reviews): void {
  serve(contract.listHeldPayments, async ({ caller }) => ({ payments: await reviews.list(caller) }));
  serve(contract.proposeHeldPaymentDecision, ({ caller, params, body }) =>
    reviews.propose(caller, params.id, body),
  );
}
