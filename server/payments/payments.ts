import type { FastifyInstance } from 'fastify';
import { currencies } from '../../contract/money.ts';
import type { getWallet, Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import type { ResultOf } from '../../contract/route.ts';
import type { Identity } from '../identity/identity.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Authenticators, Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { RailOutcome, Rails } from '../rails/rails.ts';
import { cancelPayment } from './cancel.ts';
import { createCodes } from './codes/codes.ts';
import type { PaymentsContext } from './context.ts';
import { createDisputes } from './disputes/disputes.ts';
import { expireAttempts } from './expire-attempts.ts';
import { forgetOldDays } from './limits-memory.ts';
import { createIncoming } from './incoming/incoming.ts';
import { inquire, inquiryTask, nextInquiryAt } from './inquire.ts';
import { createMerchant } from './merchants/keys.ts';
import { createMerchants } from './merchants/merchants.ts';
import { createPay } from './pay.ts';
import { personalDataOf } from './personal-data.ts';
import { readAttempts, readAttemptsOfPayments, readPayments } from './queries/attempts.ts';
import { listMethods } from './queries/methods.ts';
import { createReconciliation } from './reconciliation/reconciliation.ts';
import { createGoodwill, type Goodwill } from './goodwill/goodwill.ts';
import { createDeskRefunds } from './refunds/desk-refunds.ts';
import { createRefunds, type Refunds } from './refunds/refunds.ts';
import { createReviews, endOfReview, type Reviews } from './review.ts';
import { registerReviewRoutes } from './review-routes.ts';
import { forgetRequests } from './requests.ts';
import { registerRoutes } from './routes.ts';
import { type BillRequest, listBills } from './statements/bill-queries.ts';
import { registerStatementRoutes } from './statements/statement-routes.ts';
import { monthRange } from './calendar.ts';
import { defineRetries } from './retry.ts';
import type { AttemptRow } from './rows.ts';
import { watchForAbnormal } from './watch-abnormal.ts';
import { createSuspense } from './suspense/suspense.ts';
import { findViolations } from './violations.ts';
import { readWallets, viewDetail, viewMethod, viewPayments } from './view.ts';

export { publishedLimits } from './limits.ts';

export interface Payments {
  authenticators: Pick<Authenticators, 'merchant'>;
  /** A payment this customer made or received, as they may see it. */
  get(q: Queryable, customerId: string, paymentId: string): Promise<PaymentDetail | undefined>;
  /** Newest first, by keyset. */
  list(
    q: Queryable,
    customerId: string,
    page: Partial<Omit<BillRequest, 'from' | 'to'>> & { month?: string | undefined },
  ): Promise<{ payments: Payment[]; before?: string }>;
  methods(q: Queryable, customerId: string): Promise<PaymentMethod[]>;
  wallet(q: Queryable, customerId: string): Promise<ResultOf<typeof getWallet>>;
  /** Asks the rail about a payment under way and settles it if the rail knows; otherwise returns it as it is. */
  inquire(customerId: string, paymentId: string): Promise<PaymentDetail>;
  /** Gives money back, for whoever may decide it: staff through approvals, disputes. Merchants have their own route. */
  refunds: Pick<Refunds, 'prepare' | 'begin'>;
  goodwill: Goodwill;
  /** What does not hold between the books and the bills. Reads all of both. */
  violations(q: Queryable): Promise<Array<{ invariant: string; detail: string }>>;
  reviews: Pick<Reviews, 'decide'>;
  /**
   * Gives up a payment that has not succeeded; at the bank too, where it waits for the customer to confirm. Throws
   * payment_in_progress while an outcome is out.
   */
  cancel(customerId: string, paymentId: string): Promise<PaymentDetail>;
  /** Opens a merchant with an API key; for setting up, there is no public route. */
  createMerchant(name: string, apiKey?: string): Promise<{ merchantId: string; apiKey: string }>;
  routes(app: FastifyInstance, serve: Serve): Promise<void>;
}

const pageSize = 20;

export function createPayments(
  platform: Platform,
  deps: { identity: Identity; ledger: Ledger; rails: Rails },
): Payments {
  const { db, jobs, clock, config } = platform;

  async function scheduleInquiries(tx: Transaction, attempts: readonly AttemptRow[]): Promise<void> {
    const due = attempts.flatMap((attempt) => {
      const runAt = nextInquiryAt(attempt, config.railTimeout, clock.now());
      return runAt === undefined ? [] : [{ attempt, runAt }];
    });
    await jobs.add(
      tx,
      due.map(({ attempt, runAt }) => ({
        task: inquiryTask,
        payload: { attemptId: attempt.id },
        runAt,
        key: `inquire:${attempt.id}`,
      })),
    );
  }

  const context: PaymentsContext = {
    ...platform,
    ...deps,
    scheduleInquiries,
    scheduleReviewEnds: (tx, attempts) =>
      jobs.add(
        tx,
        attempts.map((attempt) => endOfReview(attempt)),
      ),
  };
  jobs.define('payments.forget-requests', () => forgetRequests(context), { every: 'day' });
  jobs.define('payments.forget-days', () => forgetOldDays(db, clock.now()), { every: 'day' });
  watchForAbnormal(context);
  const pay = createPay(context);
  defineRetries(context, pay);
  const codes = createCodes(context, pay);
  const reviews = createReviews(context, pay);
  const refunds = createRefunds(context);
  const deskRefunds = createDeskRefunds(context, refunds);
  const incoming = createIncoming(context);
  const suspense = createSuspense(context);

  /** Brings what a rail has told of a reference to whatever has it. */
  async function tell(reference: string, outcome: RailOutcome, source: 'callback' | 'report'): Promise<void> {
    const [known] = await readAttempts(db, [reference]);
    if (known !== undefined) await pay.settle({ attemptId: reference, outcome, source, milliseconds: 0 });
    else for (const part of [refunds, merchants, suspense]) if (await part.told(reference, outcome)) return;
  }
  const reconciliation = createReconciliation(context, { tell });
  deps.rails.hear({
    notice: ({ reference, outcome }) => tell(reference, outcome, 'callback'),
    credit: incoming.credit,
  });
  const merchants = createMerchants(context);
  const disputes = createDisputes(context, refunds);
  deps.ledger.onExpiry((tx, holds) => expireAttempts(context, tx, holds));
  const inquireAttempt = (attemptId: string, givesUp?: boolean) =>
    inquire(context, pay.settle, attemptId, givesUp);
  jobs.define(inquiryTask, async ({ attemptId }) => void (await inquireAttempt(String(attemptId))));

  const payments: Payments = {
    authenticators: { merchant: merchants.authenticator },
    goodwill: createGoodwill(context),
    violations: findViolations,
    reviews,

    async get(q, customerId, paymentId) {
      const [row] = await readPayments(q, [paymentId]);
      if (row === undefined) return undefined;
      const received = row.payee_customer_id === customerId && row.status === 'succeeded';
      return row.customer_id === customerId || received ? viewDetail(context, q, customerId, row) : undefined;
    },

    async list(q, customerId, { month, limit = pageSize, ...request }) {
      const range = month === undefined ? {} : monthRange(month);
      const rows = await listBills(q, customerId, { ...request, ...range, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        payments: await viewPayments(context, q, customerId, page),
        ...(more ? { before: last.id } : {}),
      };
    },

    async methods(q, customerId) {
      return (await listMethods(q, customerId)).map(viewMethod);
    },

    async wallet(q, customerId) {
      const wallets = await readWallets(deps.ledger, q, customerId, currencies);
      // The home currency is always shown, another one when there is something in it.
      const shown = wallets.filter(({ currency, total }) => currency === 'CNY' || total !== 0n);
      return {
        balances: shown.map(({ currency, available, held, total }) => ({
          currency,
          available: String(available),
          held: String(held),
          total: String(total),
        })),
      };
    },

    async inquire(customerId, paymentId) {
      const [row] = await readPayments(db, [paymentId]);
      if (row?.customer_id !== customerId) throw new ProblemError('not_found');
      const last = (await readAttemptsOfPayments(db, [paymentId])).at(-1);
      if (last !== undefined && (last.status === 'processing' || last.status === 'requires_action'))
        await inquireAttempt(last.id);
      return (await payments.get(db, customerId, paymentId)) as PaymentDetail;
    },

    refunds,
    async cancel(customerId, paymentId) {
      const last = (await readAttemptsOfPayments(db, [paymentId])).at(-1);
      // What waits for the bank's page is given up at the bank first; if it was confirmed just now, that counts.
      if (last?.customer_id === customerId && last.status === 'requires_action')
        await inquireAttempt(last.id, true);
      const { id } = await cancelPayment(context, customerId, paymentId);
      return (await payments.get(db, customerId, id)) as PaymentDetail;
    },

    createMerchant: (name, apiKey) => createMerchant(context, name, apiKey),

    async routes(app, serve) {
      registerRoutes(context, serve, payments, pay);
      registerReviewRoutes(serve, reviews);
      registerStatementRoutes(context, serve);
      codes.routes(serve);
      refunds.routes(serve);
      deskRefunds.routes(serve);
      reconciliation.routes(serve);
      merchants.routes(serve);
      disputes.routes(serve);
      incoming.routes(serve);
      suspense.routes(serve);
      await deps.rails.routes(app, serve);
    },
  };
  deps.identity.personalData.contribute(personalDataOf(context, payments));
  return payments;
}
