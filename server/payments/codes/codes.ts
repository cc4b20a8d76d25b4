import * as contract from '../../../contract/payer-codes.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { viewSession } from '../checkout.ts';
import type { PaymentsContext } from '../context.ts';
import type { Pay } from '../pay.ts';
import { readWaitingSessions } from '../queries/checkout.ts';
import { createRates } from '../rates.ts';
import { payByCode, showPayerCode } from './payer-codes.ts';
import { deletePayerCodes } from './queries.ts';
import { openByReceiveCode, readReceiveCode, receiveCodeOf } from './receive-codes.ts';

const keptMilliseconds = 86_400_000;

/** Payment by code, both ways: the merchant scans the customer's, or the customer the merchant's. */
export function createCodes(context: PaymentsContext, pay: Pay): { routes(serve: Serve): void } {
  const { db, clock, jobs } = context;
  const take = createRates(context);
  jobs.define(
    'payments.forget-payer-codes',
    () => deletePayerCodes(db, new Date(clock.now().getTime() - keptMilliseconds)),
    { every: 'day' },
  );
  return {
    routes(serve) {
      serve(contract.createPayerCode, async ({ caller }) => {
        await take('showPayerCode', caller.customerId);
        return showPayerCode(context, caller);
      });
      serve(contract.listWaitingCheckouts, async ({ caller }) => ({
        sessions: (await readWaitingSessions(db, caller.customerId, clock.now())).map((row) =>
          viewSession(context, row),
        ),
      }));
      serve(contract.payByPayerCode, ({ caller, body, idempotencyKey }) =>
        payByCode(context, pay, caller.merchantId, body, idempotencyKey),
      );
      serve(contract.makeReceiveCode, ({ caller, body }) =>
        receiveCodeOf(context, caller.merchantId, body.replace === true),
      );
      serve(contract.getReceiveCode, ({ caller, params }) =>
        readReceiveCode(context, caller.customerId, params.code),
      );
      serve(contract.openReceiveCode, async ({ caller, params, body, idempotencyKey }) => {
        await take('openReceiveCode', caller.customerId);
        return openByReceiveCode(context, caller.customerId, params.code, body, idempotencyKey);
      });
    },
  };
}
