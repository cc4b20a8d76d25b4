import * as contract from '../../../contract/refunds.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { RailOutcome } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { beginRefund, openRefundAccounts } from './begin-refund.ts';
import { listRefundRows, readRefund, readSessionIds } from './queries.ts';
import type { RefundRequest, RefundRow } from './refund.ts';
import { refundTask } from './schedule-refund.ts';
import { sendRefund } from './send-refund.ts';
import { settleRefund } from './settle-refund.ts';
import { viewMerchantRefund } from './view.ts';

export interface Refunds {
  /** Opens what a refund of this payment moves between; before the transaction of `begin`. */
  prepare(paymentId: string): Promise<void>;
  /** Begins a refund in `tx`, and gives it to the rail once that has committed. */
  begin(tx: Transaction, request: RefundRequest): Promise<RefundRow>;
  /** Whether the reference is a refund; if so, it is settled by what its rail has told. */
  told(reference: string, outcome: RailOutcome): Promise<boolean>;
  routes(serve: Serve): void;
}

const pageSize = 20;

export function createRefunds(context: PaymentsContext): Refunds {
  const { db, jobs, log } = context;
  jobs.define(refundTask, async ({ refundId }) => {
    await sendRefund(context, String(refundId), { again: true });
  });

  async function view(rows: readonly RefundRow[]): Promise<contract.MerchantRefund[]> {
    const sessions = await readSessionIds(
      db,
      rows.map((row) => row.payment_id),
    );
    return rows.map((row) => viewMerchantRefund(row, sessions.get(row.payment_id) as string));
  }
  const viewOne = async (row: RefundRow) => (await view([row]))[0] as contract.MerchantRefund;

  return {
    prepare: (paymentId) => openRefundAccounts(context, paymentId),
    async begin(tx, request) {
      const row = await beginRefund(context, tx, request);
      tx.afterCommit(() => {
        sendRefund(context, row.id, { again: false }).catch((error: unknown) =>
          log.error({ err: error, refundId: row.id }, 'a refund could not be sent; its job will'),
        );
      });
      return row;
    },
    async told(reference, outcome) {
      return (await settleRefund(context, reference, outcome)) !== undefined;
    },

    routes(serve) {
      serve(contract.createRefund, async ({ caller, body, idempotencyKey }) => {
        await openRefundAccounts(context, body.paymentId);
        const row = await db.transaction((tx) =>
          beginRefund(context, tx, {
            paymentId: body.paymentId,
            amount: body.amount === undefined ? undefined : BigInt(body.amount),
            reason: body.reason,
            note: body.note,
            requestedBy: 'merchant',
            requesterId: caller.merchantId,
            idempotencyKey,
          }),
        );
        return viewOne((await sendRefund(context, row.id, { again: false })) ?? row);
      });
      serve(contract.getRefund, async ({ caller, params }) => {
        const row = await readRefund(db, params.id);
        if (row?.merchant_id !== caller.merchantId) throw new ProblemError('not_found');
        return viewOne(row);
      });
      serve(contract.listRefunds, async ({ caller, query }) => {
        const { paymentId, before, limit = pageSize } = query;
        const rows = await listRefundRows(db, caller.merchantId, { paymentId, before, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          refunds: await view(page),
          ...(rows.length > limit && last !== undefined ? { before: last.id } : {}),
        };
      });
    },
  };
}
