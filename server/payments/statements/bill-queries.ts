import { type PaymentKind, paymentKinds, type PaymentStatus } from '../../../contract/payments.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { PaymentRow } from '../rows.ts';
import { statementWords } from './words.ts';

/** Which of a customer's payments are asked for. */
export interface BillRequest {
  /** Id of the last payment of the page before. */
  before?: string | undefined;
  limit: number;
  status?: PaymentStatus | undefined;
  kind?: PaymentKind | undefined;
  /** How it was funded. Of what was received nothing is known of this. */
  method?: PaymentRow['method_type'] | undefined;
  /** From this moment on, and before that one. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Part of a note or of a merchant's name, how a kind's name begins, an amount ("35", "35.00"), or a payment's id. */
  search?: string | undefined;
}

/** An id is drawn when a request comes, and its payment is made a moment later. */
const slackMilliseconds = 60_000;
/** How many of the newest payments are read for a word before its index is asked. */
const newestRead = 1_000;
/** The smallest UUIDv7 of a moment: ids are in the order of time. */
function firstIdAt(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Minor units, when the text is an amount. */
export function amountIn(text: string): bigint | undefined {
  const [, whole, part = ''] = /^[¥￥$]?\s*(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(',', '')) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A statement under construction: conditions and what stands for their values. */
class Conditions {
  readonly values: unknown[] = [];
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * Payments a customer made or received, newest first, by keyset. What was not received is not shown to a payee. Each way to
 * look is a branch with an index of its own, cut off at the page's length before the branches meet.
 */
export async function listBills(
  q: Queryable,
  customerId: string,
  request: BillRequest,
): Promise<PaymentRow[]> {
  const conditions = new Conditions();
  const customer = `${conditions.value(customerId)}::uuid`;
  const limit = conditions.value(request.limit);
  const common = [`id < ${conditions.value(request.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff')}::uuid`];
  if (request.from) {
    common.push(
      `id >= ${conditions.value(firstIdAt(new Date(request.from.getTime() - slackMilliseconds)))}::uuid`,
      `created_at >= ${conditions.value(request.from)}::timestamptz`,
    );
  }
  if (request.to)
    common.push(
      `id < ${conditions.value(firstIdAt(request.to))}::uuid`,
      `created_at < ${conditions.value(request.to)}::timestamptz`,
    );
  if (request.kind) common.push(`kind = ${literalOf(request.kind)}`);
  if (request.status) common.push(`status = ${literalOf(request.status)}`);
  const sides = [
    {
      own: true,
      where: [
        `customer_id = ${customer}`,
        ...(request.method ? [`method_type = ${literalOf(request.method)}`] : []),
      ],
    },
    // What arrived was a transfer that succeeded, whatever it was funded with.
    ...(request.method === undefined && (request.kind ?? 'transfer') === 'transfer'
      ? [{ own: false, where: [`payee_customer_id = ${customer}`, `status = 'succeeded'`] }]
      : []),
  ];
  const matches = await matchesOf(q, conditions, customer, request.search);
  const branches = sides.flatMap(({ own, where }) =>
    matches
      .filter((match) => own || !match.ownOnly)
      .map((match) => branchOf([...where, ...common].join(' and '), match, limit)),
  );
  return q.query(
    `select * from payments.payment where id in (
       select id from (${branches.map((branch) => `(${branch})`).join(' union ')}) as found order by id desc limit ${limit})
     order by id desc`,
    conditions.values,
  );
}

/** The newest of one way to look. */
function branchOf(where: string, { condition, containing }: Match, limit: string): string {
  const all = condition === undefined ? where : `${where} and ${condition}`;
  if (containing === undefined)
    return `select id from payments.payment where ${all} order by id desc limit ${limit}`;
  // A common word fills a page from the newest; one that does not is rare enough for its index, which knows no order.
  return `with near as materialized (
      select id from (select id, note from payments.payment where ${where} order by id desc limit ${newestRead}) as newest
      where ${containing} order by id desc limit ${limit})
    select id from near
    union all
    select id from (select id from payments.payment where (select count(*) from near) < ${limit} and ${all} and ${containing} offset 0) as rest
    order by id desc limit ${limit}`;
}

/** Kinds, states and methods are words of ours, checked by the contract; as literals they let partial indexes be used. */
function literalOf(word: string): string {
  if (!/^[a-z_]+$/.test(word)) throw new Error(`not a word of ours: ${word}`);
  return `'${word}'`;
}

/** Kinds whose name in a statement begins like this, from two characters on. */
function kindsNamed(search: string): PaymentKind[] {
  const begins = search.toLowerCase();
  return paymentKinds.filter(
    (kind) =>
      begins.length > 1 &&
      Object.values(statementWords).some(({ kinds }) => kinds[kind].toLowerCase().startsWith(begins)),
  );
}

interface Match {
  condition: string | undefined;
  /** Sifts what the condition's index lets through, and the newest payments without it. */
  containing?: string;
  /** Only what the customer made has it. */
  ownOnly?: boolean;
}

async function matchesOf(
  q: Queryable,
  conditions: Conditions,
  customer: string,
  search: string | undefined,
): Promise<Match[]> {
  if (search === undefined) return [{ condition: undefined }];
  if (uuid.test(search)) return [{ condition: `id = ${conditions.value(search)}::uuid` }];
  const matches: Match[] = [];
  const amount = amountIn(search);
  if (amount !== undefined) {
    const value = `${conditions.value(amount)}::bigint`;
    matches.push({ condition: `amount = ${value}${amount >= 100n ? ' and amount >= 100' : ''}` });
  }
  for (const kind of kindsNamed(search))
    matches.push({ condition: `kind = ${literalOf(kind)}`, ownOnly: kind !== 'transfer' });
  const words = `${conditions.value(search)}::text`;
  matches.push({
    condition: `note is not null and payments.note_terms(customer_id, payee_customer_id, note) @> payments.search_terms(${customer}, ${words})`,
    containing: `position(lower(${words}) in lower(note)) > 0`,
  });
  const merchants = await q.query<{ id: string }>(
    'select id from payments.merchant where position(lower($1::text) in lower(name)) > 0 order by id limit 20',
    [search],
  );
  if (merchants.length > 0)
    matches.push({
      condition: `merchant_id = any(${conditions.value(merchants.map(({ id }) => id))}::uuid[])`,
      ownOnly: true,
    });
  return matches;
}
