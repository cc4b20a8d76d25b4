import { type FailureCode, failure } from '../../contract/failure.ts';
import type { Attempt, Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import type { Currency } from '../../contract/money.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { CustomerProfile } from '../identity/identity.ts';
import type { Balance, Ledger } from '../ledger/ledger.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { PaymentsContext } from './context.ts';
import { type GoodwillRow, readGoodwill } from './goodwill/queries.ts';
import { walletAccount } from './movement.ts';
import { readAttemptsOfPayments } from './queries/attempts.ts';
import { readMerchantNames } from './queries/checkout.ts';
import { readMethods } from './queries/methods.ts';
import { readDisputeOfPayment } from './disputes/queries.ts';
import { readRefundsOfPayment } from './refunds/queries.ts';
import { viewRefund } from './refunds/view.ts';
import type { AttemptRow, MethodRow, PaymentRow } from './rows.ts';

const balanceName: LocalizedText = { zh: '余额', en: 'Balance' };
const ourName: LocalizedText = { zh: 'UPay', en: 'UPay' };

export function viewMethod(row: MethodRow): PaymentMethod {
  return {
    id: row.id,
    type: row.type,
    network: row.network,
    bank: row.bank,
    ...(row.funding === null ? {} : { funding: row.funding }),
    last4: row.last4,
    ...(row.expiry_month === null ? {} : { expiryMonth: row.expiry_month }),
    ...(row.expiry_year === null ? {} : { expiryYear: row.expiry_year }),
    isDefault: row.is_default,
    addedAt: row.added_at.toISOString(),
  };
}

function viewFailure(code: FailureCode): NonNullable<Payment['failure']> {
  const { category, next, remedies, message } = failure(code);
  return { code, category, next, remedies: [...remedies], message };
}

function summarize(
  type: PaymentRow['method_type'],
  id: string | null,
  methods: Map<string, MethodRow>,
): Payment['method'] {
  const stored = id === null ? undefined : methods.get(id);
  if (stored === undefined) return { type };
  return { type, id: stored.id, network: stored.network, bank: stored.bank, last4: stored.last4 };
}

/** A customer's balances in some currencies; an account that was never opened has nothing in it. */
export async function readWallets(
  ledger: Ledger,
  q: Queryable,
  customerId: string,
  currencies: readonly Currency[],
): Promise<Array<Balance & { currency: Currency }>> {
  if (currencies.length === 0) return [];
  const ids = await ledger.find(
    q,
    currencies.map((currency) => walletAccount(customerId, currency)),
  );
  const balances = await ledger.balances(
    q,
    ids.filter((id) => id !== undefined),
  );
  const empty: Balance = { available: 0n, held: 0n, total: 0n };
  return currencies.map((currency, index) => ({ currency, ...(balances.get(ids[index] ?? -1n) ?? empty) }));
}

/** What the caller of a view has read already. */
export interface Known {
  customers?: ReadonlyMap<string, CustomerProfile> | undefined;
  /** By payment: where the bank asks for confirmation. */
  actionUrls?: ReadonlyMap<string, string | null>;
}

/** Names and balances that the rows of a page need, read at once. */
async function readNames(
  context: PaymentsContext,
  q: Queryable,
  viewer: string,
  rows: readonly PaymentRow[],
  known: Known,
) {
  const { identity, ledger } = context;
  const idsOf = (pick: (row: PaymentRow) => string | null) => [
    ...new Set(rows.map(pick).filter((id): id is string => id !== null)),
  ];
  const peerIds = idsOf((row) =>
    row.payee_customer_id === viewer ? row.customer_id : row.payee_customer_id,
  );
  const merchantIds = idsOf((row) => row.merchant_id);
  const methodIds = idsOf((row) => row.method_id);
  const goodwillIds = rows.filter(({ kind }) => kind === 'goodwill').map(({ id }) => id);
  const short = rows.filter(
    (row) => row.failure_code === 'insufficient_balance' && row.status === 'requires_payment_method',
  );

  const none: ReadonlyMap<string, CustomerProfile> = new Map();
  const knowsPeers = peerIds.every((id) => known.customers?.has(id));
  const customers = knowsPeers ? (known.customers ?? none) : await identity.customers(q, peerIds);
  const merchants =
    merchantIds.length === 0 ? new Map<string, string>() : await readMerchantNames(q, merchantIds);
  const methods = methodIds.length === 0 ? [] : await readMethods(q, methodIds);
  const goodwill = goodwillIds.length === 0 ? [] : await readGoodwill(q, goodwillIds);
  const wallets = await readWallets(
    ledger,
    q,
    viewer,
    short.map((row) => row.currency),
  );
  return {
    customers,
    merchants,
    methods: new Map(methods.map((method) => [method.id, method])),
    goodwill: new Map(goodwill.map((row) => [row.payment_id, row])),
    available: new Map(wallets.map(({ currency, available }) => [currency, available])),
  };
}

type Names = Awaited<ReturnType<typeof readNames>>;

function viewPayment(row: PaymentRow, viewer: string, names: Names, actionUrl: string | null): Payment {
  const incoming = row.payee_customer_id === viewer;
  const missing = row.amount - (names.available.get(row.currency) ?? 0n);
  const isShort =
    row.failure_code === 'insufficient_balance' && row.status === 'requires_payment_method' && missing > 0n;
  const unsettled = row.status === 'processing' || row.status === 'requires_action';
  const goodwill = names.goodwill.get(row.id);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    direction: incoming || row.kind === 'top_up' || row.kind === 'goodwill' ? 'in' : 'out',
    amount: row.amount.toString(),
    currency: row.currency,
    counterparty: counterpartyOf(row, incoming, names),
    // How the payer funded it is the payer's own business.
    method: incoming ? { type: 'balance' } : summarize(row.method_type, row.method_id, names.methods),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.failure_code === null ? {} : { failure: viewFailure(row.failure_code) }),
    moneyMoved: row.status === 'succeeded' ? 'yes' : unsettled ? 'held' : 'no',
    ...(row.under_review ? { underReview: true } : {}),
    ...(row.retry_at && !incoming ? { retryAt: row.retry_at.toISOString() } : {}),
    ...(isShort ? { shortfall: missing.toString() } : {}),
    ...(row.status === 'requires_action' && actionUrl !== null ? { actionUrl } : {}),
    ...(row.checkout_session_id === null ? {} : { checkoutSessionId: row.checkout_session_id }),
    ...(goodwill === undefined ? {} : { goodwill: viewGoodwill(goodwill) }),
    ...(incoming || !row.refunded_amount ? {} : { refundedAmount: row.refunded_amount.toString() }),
    createdAt: row.created_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
  };
}

function viewGoodwill(row: GoodwillRow): NonNullable<Payment['goodwill']> {
  if (row.complaint_id !== null) return { complaintId: row.complaint_id };
  if (row.dispute_id !== null) return { disputeId: row.dispute_id };
  return { conversationId: row.conversation_id as string };
}

function counterpartyOf(
  row: PaymentRow,
  incoming: boolean,
  { customers, merchants, methods }: Names,
): Payment['counterparty'] {
  if (row.kind === 'transfer') {
    const name =
      customers.get(incoming ? row.customer_id : (row.payee_customer_id as string))?.maskedName ?? '';
    return { kind: 'customer', name: { zh: name, en: name } };
  }
  if (row.kind === 'purchase') {
    const name = merchants.get(row.merchant_id as string) ?? '';
    return { kind: 'merchant', name: { zh: name, en: name } };
  }
  if (row.kind === 'goodwill') return { kind: 'upay', name: ourName };
  const method = row.method_id === null ? undefined : methods.get(row.method_id);
  const kind = row.method_type === 'bank_account' ? 'bank_account' : 'card';
  if (method === undefined) return { kind, name: balanceName };
  return {
    kind,
    name: { zh: `${method.bank.zh}(${method.last4})`, en: `${method.bank.en} (${method.last4})` },
  };
}

function viewAttempt(row: AttemptRow, methods: Map<string, MethodRow>): Attempt {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    method: summarize(row.method_type, row.method_id, methods),
    ...(row.failure_code === null ? {} : { failure: viewFailure(row.failure_code) }),
    startedAt: row.started_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
    trace: row.trace,
  };
}

/** Payments as `viewer`, who made or received them, may see them. */
export async function viewPayments(
  context: PaymentsContext,
  q: Queryable,
  viewer: string,
  rows: readonly PaymentRow[],
  known: Known = {},
): Promise<Payment[]> {
  const names = await readNames(context, q, viewer, rows, known);
  return rows.map((row) => viewPayment(row, viewer, names, known.actionUrls?.get(row.id) ?? null));
}

/** One payment with its attempts; a payee sees the payment and not how the payer came to it. */
export async function viewDetail(
  context: PaymentsContext,
  q: Queryable,
  viewer: string,
  row: PaymentRow,
): Promise<PaymentDetail> {
  const own = row.customer_id === viewer;
  const attempts = own ? await readAttemptsOfPayments(q, [row.id]) : [];
  const names = await readNames(context, q, viewer, [row], {});
  const dispute = own && row.status === 'succeeded' ? await readDisputeOfPayment(q, row.id) : undefined;
  const refunds = own && row.refunded_amount ? await readRefundsOfPayment(q, row.id) : [];
  const methodIds = [...attempts, ...refunds].flatMap(({ method_id }) => method_id ?? []);
  const methods = new Map(
    (methodIds.length === 0 ? [] : await readMethods(q, methodIds)).map((method) => [method.id, method]),
  );
  return {
    ...viewPayment(row, viewer, names, attempts.at(-1)?.action_url ?? null),
    attempts: attempts.map((attempt) => viewAttempt(attempt, methods)),
    ...(dispute === undefined ? {} : { dispute: { id: dispute.id, status: dispute.status } }),
    ...(refunds.length === 0 ? {} : { refunds: refunds.map((refund) => viewRefund(refund, methods)) }),
  };
}
