import * as contract from '../../../contract/disputes.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { attach, createFiles } from '../../platform/files/files.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { pageOf, standardPage } from '../merchants/page.ts';
import { createRates } from '../rates.ts';
import type { Refunds } from '../refunds/refunds.ts';
import { type Closing, closeDispute } from './close-dispute.ts';
import { registerDeskRoutes } from './desk-routes.ts';
import { type DisputeRow, isOpen } from './dispute.ts';
import { addFile, addText, sendFile } from './evidence.ts';
import { announceDispute } from './events.ts';
import { makeEvidencePack } from './evidence-pack.ts';
import { beginDispute, clockTask } from './open-dispute.ts';
import * as queries from './queries.ts';
import { viewDisputes } from './view.ts';

export interface Disputes {
  routes(serve: Serve): void;
}

type Whose = { customer_id: string } | { merchant_id: string };

export function createDisputes(context: PaymentsContext, refunds: Refunds): Disputes {
  const { db, jobs, clock, config } = context;
  const files = createFiles(config.files);
  const take = createRates(context);

  const viewOne = async (id: string): Promise<contract.Dispute> => {
    const row = (await queries.readDispute(db, id)) as DisputeRow;
    return (await viewDisputes(context, db, [row]))[0] as contract.Dispute;
  };
  /** One that is theirs; another's is as if there were none. */
  async function own(id: string, whose: Whose): Promise<DisputeRow> {
    const row = await queries.readDispute(db, id);
    const isTheirs =
      'customer_id' in whose
        ? row?.customer_id === whose.customer_id
        : row?.merchant_id === whose.merchant_id;
    if (row === undefined || !isTheirs) throw new ProblemError('not_found');
    return row;
  }
  async function list(
    whose: 'customer_id' | 'merchant_id',
    id: string,
    page: { before?: string | undefined; limit?: number | undefined },
  ) {
    const { before, limit = standardPage } = page;
    const rows = await queries.listDisputesOf(db, whose, id, { before, limit: limit + 1 });
    const { page: shown, next } = pageOf(rows, limit);
    return { disputes: await viewDisputes(context, db, shown), ...next };
  }
  /** Closes one that is still open, under its lock. */
  async function close(row: DisputeRow, closing: Closing): Promise<void> {
    await refunds.prepare(row.payment_id);
    await db.transaction(async (tx) => {
      // Payments before disputes, as everywhere.
      await tx.query('select from payments.payment where id = $1 for no key update', [row.payment_id]);
      const locked = await queries.lockDispute(tx, row.id);
      if (locked === undefined || !isOpen(locked)) throw new ProblemError('dispute_closed');
      await closeDispute(context, refunds, tx, locked, closing);
    });
  }
  async function toReview(id: string, respondedAt: Date | null): Promise<void> {
    await db.transaction(async (tx) => {
      const row = await queries.lockDispute(tx, id);
      if (row?.status !== 'needs_response') {
        if (respondedAt === null) return;
        throw new ProblemError('dispute_closed');
      }
      const reviewed: DisputeRow = { ...row, status: 'under_review', responded_at: respondedAt };
      await queries.updateDispute(tx, reviewed);
      await jobs.remove(tx, [`dispute:${id}`]);
      announceDispute(context, tx, reviewed);
    });
  }
  // The merchant's time is over: we decide by what there is.
  jobs.define(clockTask, ({ disputeId }) => toReview(String(disputeId), null));

  return {
    routes(serve) {
      serve(contract.openDispute, async ({ caller, params, body, idempotencyKey }) => {
        await take('openDispute', caller.customerId);
        const row = await beginDispute(context, caller.customerId, params.id, body, idempotencyKey);
        return viewOne(row.id);
      });
      serve(contract.listDisputes, ({ caller, query }) => list('customer_id', caller.customerId, query));
      serve(contract.getDispute, async ({ caller, params }) => {
        await own(params.id, { customer_id: caller.customerId });
        return viewOne(params.id);
      });
      serve(contract.addDisputeText, async ({ caller, params, body }) => {
        await own(params.id, { customer_id: caller.customerId });
        await addText(context, params.id, { party: 'customer', id: caller.customerId }, body.text);
        return viewOne(params.id);
      });
      serve(contract.addDisputeFile, async ({ caller, params, query, body }) => {
        const row = await own(params.id, { customer_id: caller.customerId });
        const author = { party: 'customer', id: caller.customerId } as const;
        await addFile(context, files, row, author, { name: query.name, content: body });
        return viewOne(params.id);
      });
      serve(contract.getDisputeFile, async ({ caller, params, reply }) => {
        const row = await own(params.id, { customer_id: caller.customerId });
        return sendFile(context, files, reply, row, params.evidenceId);
      });
      serve(contract.getEvidencePack, async ({ caller, params, query, language, reply }) => {
        const row = await own(params.id, { customer_id: caller.customerId });
        const pack = await makeEvidencePack(context, files, row, query.language ?? language);
        attach(reply, `UPay-${row.id.slice(-8)}.pdf`, 'application/pdf');
        void reply.send(pack);
        return undefined;
      });
      serve(contract.withdrawDispute, async ({ caller, params }) => {
        await close(await own(params.id, { customer_id: caller.customerId }), { outcome: 'withdrawn' });
        return viewOne(params.id);
      });

      serve(contract.listMerchantDisputes, ({ caller, query }) =>
        list('merchant_id', caller.merchantId, query),
      );
      serve(contract.getMerchantDispute, async ({ caller, params }) => {
        await own(params.id, { merchant_id: caller.merchantId });
        return viewOne(params.id);
      });
      serve(contract.addMerchantDisputeFile, async ({ caller, params, query, body }) => {
        const row = await own(params.id, { merchant_id: caller.merchantId });
        if (row.status !== 'needs_response') throw new ProblemError('dispute_closed');
        const author = { party: 'merchant', id: caller.merchantId } as const;
        await addFile(context, files, row, author, { name: query.name, content: body });
        return viewOne(params.id);
      });
      serve(contract.getMerchantDisputeFile, async ({ caller, params, reply }) => {
        const row = await own(params.id, { merchant_id: caller.merchantId });
        return sendFile(context, files, reply, row, params.evidenceId);
      });
      serve(contract.respondToDispute, async ({ caller, params, body }) => {
        const row = await own(params.id, { merchant_id: caller.merchantId });
        if (row.status !== 'needs_response') throw new ProblemError('dispute_closed');
        if (body.answer === 'accept') await close(row, { outcome: 'lost' });
        else {
          await addText(context, row.id, { party: 'merchant', id: caller.merchantId }, body.text);
          await toReview(row.id, clock.now());
        }
        return viewOne(params.id);
      });
      registerDeskRoutes(context, serve, files, refunds);
    },
  };
}
