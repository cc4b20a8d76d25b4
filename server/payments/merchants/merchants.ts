import { getMerchantBalance } from '../../../contract/merchants.ts';
import type { Authenticators, Serve } from '../../platform/http/serve.ts';
import type { RailOutcome } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { readMerchantBalances } from './balance.ts';
import { registerDeskRoutes } from './desk-routes.ts';
import { merchantAuthenticator } from './keys.ts';
import { registerPayoutRoutes } from './payouts/routes.ts';
import { payoutTask, sendPayout, settlePayout } from './payouts/settle-payout.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export interface Merchants {
  authenticator: Authenticators['merchant'];
  /** Whether the reference is a payout; if so, it is settled by what its rail has told. */
  told(reference: string, outcome: RailOutcome): Promise<boolean>;
  routes(serve: Serve): void;
}

export function createMerchants(context: PaymentsContext): Merchants {
  const { db, jobs } = context;
  const webhooks = createWebhooks(context);
  jobs.define(payoutTask, async ({ payoutId }) => {
    await sendPayout(context, String(payoutId), { again: true });
  });
  return {
    authenticator: merchantAuthenticator(context),
    async told(reference, outcome) {
      return (await settlePayout(context, reference, outcome)) !== undefined;
    },
    routes(serve) {
      serve(getMerchantBalance, async ({ caller }) => {
        const balances = await readMerchantBalances(context, db, [caller.merchantId]);
        return {
          balances: (balances.get(caller.merchantId) ?? []).map(({ currency, available, held, total }) => ({
            currency,
            available: available.toString(),
            held: held.toString(),
            total: total.toString(),
          })),
        };
      });
      registerPayoutRoutes(context, serve);
      webhooks.routes(serve);
      registerDeskRoutes(context, serve, webhooks);
    },
  };
}
