import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readBankMessage } from '../../server/rails/iso20022/messages.ts';
import type { PaymentsLab } from '../support/payments.ts';
import type { Wish } from './people.ts';

/** Waits until nothing is under way any more: payments, refunds, holds. What still is after the patience, is told. */
export async function settle({ db }: PaymentsLab, patienceMs: number): Promise<string[]> {
  const open = async () => {
    const rows = await db.query<{ what: string }>(`
      select attempt.status || ' attempt ' || attempt.id || ' of ' || attempt.started_at || ', ' || coalesce(
               'to be asked about at ' || run_at || coalesce(', last ' || last_error, '') || coalesce(', locked by ' || locked_by, ''),
               'of which nobody will ask') as what
        from payments.attempt left join graphile_worker.jobs on key = 'inquire:' || attempt.id
        where status in ('processing', 'requires_action')
      union all select 'refund ' || id from payments.refund where status = 'processing'
      union all select 'hold ' || id from ledger.hold where state = 'open'`);
    return rows.map(({ what }) => what);
  };
  for (const end = Date.now() + patienceMs; ; await sleep(200)) {
    const left = await open();
    if (left.length === 0) return [];
    if (Date.now() > end) return left.map((what) => `it does not come to rest: ${what}`);
  }
}

/** Everything that does not hold once all is at rest, in a sentence each. */
export async function findViolations(lab: PaymentsLab, wishes: readonly Wish[]): Promise<string[]> {
  return [
    ...(await verifyCommand(lab)),
    ...(await booksAgainstPayments(lab)),
    ...(await booksAgainstNetworks(lab)),
    ...(await keptAsAcknowledged(lab, wishes)),
  ];
}

/** What `npm run verify` runs: seals, debits equal credits, replay, holds. */
async function verifyCommand({ system }: PaymentsLab): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['server/verify.ts'], {
    cwd: dirname(dirname(import.meta.dirname)),
    env: { ...process.env, ...system.server.env },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { logs, books } = JSON.parse(stdout) as {
    logs: Array<{ faults: string[] }>;
    books: Array<{ invariant: string; detail: string }>;
  };
  return [
    ...logs.flatMap(({ faults }) => faults),
    ...books.map(({ invariant, detail }) => `ledger, ${invariant}: ${detail}`),
  ];
}

/** What is in the books for each payment and refund is what its state says, and not twice. */
async function booksAgainstPayments({ db }: PaymentsLab): Promise<string[]> {
  const rows = await db.query<{ violation: string }>(`
    with moved as (
      select reference_id, sum(amount) as amount from ledger.transfer where kind not in ('hold', 'void') group by reference_id
    ), succeeded as (
      select payment_id, count(*) as attempts from payments.attempt
        -- What came too late for its payment has a payment of its own.
        where status = 'succeeded' and not exists (select from payments.attempt as line
          where line.customer_id = attempt.customer_id and line.idempotency_key = 'late:' || attempt.id)
        group by payment_id
    ), given_back as (
      select payment_id, sum(amount) as amount from payments.refund group by payment_id
    )
    select 'a ' || payment.status || ' payment moved ' || coalesce(moved.amount, 0) || ' of ' || payment.amount || ': ' || payment.id as violation
      from payments.payment left join moved on moved.reference_id = payment.id left join succeeded on succeeded.payment_id = payment.id
      where coalesce(moved.amount, 0) <> payment.amount * coalesce(succeeded.attempts, 0)
         or (payment.status = 'succeeded') > (coalesce(succeeded.attempts, 0) > 0)
    union all
    select 'a refund moved ' || coalesce(moved.amount, 0) || ' of ' || refund.amount || ': ' || refund.id
      from payments.refund left join moved on moved.reference_id = refund.id
      where coalesce(moved.amount, 0) <> case refund.status when 'succeeded' then refund.amount else 0 end
    union all
    select 'refunded ' || refunded_amount || ' of ' || payment.amount || ', and refunds add up to ' || coalesce(given_back.amount, 0) || ': ' || payment.id
      from payments.payment left join given_back on given_back.payment_id = payment.id
      where refunded_amount <> coalesce(given_back.amount, 0) or refunded_amount > payment.amount
    union all
    select 'an attempt ' || attempt.status || ' with its hold ' || hold.state || ': ' || attempt.id
      from payments.attempt join ledger.hold on hold.id = hold_id
      where hold.state is distinct from case attempt.status when 'succeeded' then 'posted' when 'failed' then 'voided' else 'open' end
        and not (attempt.status = 'succeeded' and hold.state = 'voided' and attempt.trace @> '[{"evidence": {"outcome": "late_success"}}]')
    union all
    select 'posted more than was held: ' || id::text from ledger.hold where posted_amount > amount
    union all
    select 'a negative component: account ' || id from ledger.account
      where least(debits_posted, credits_posted, debits_pending, credits_pending) < 0`);
  return rows.map(({ violation }) => violation);
}

/** What the card network and the bank say they moved is what we have of it, one by one and in all. */
async function booksAgainstNetworks({ db, system: { sandbox } }: PaymentsLab): Promise<string[]> {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const violations: string[] = [];
  const theirs = new Map<string, bigint>();
  let total = 0n;
  const count = (reference: string, what: string, amount: bigint) => {
    if (theirs.has(reference)) violations.push(`moved twice by the network: ${what} ${reference}`);
    theirs.set(reference, amount);
    total += amount;
  };
  const ask = async (path: string) => {
    const response = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${sandbox.key}` } });
    return response.text();
  };
  // A run over midnight is in two reports.
  for (const each of new Set([day(Date.now() - 3_600_000), day(Date.now())])) {
    for (const line of (await ask(`/settlements?day=${each}`)).trim().split('\n').slice(1)) {
      const [type = '', reference = '', amount = ''] = line.split(',');
      count(
        reference,
        type,
        type === 'card.refund' || type === 'bank.payout' ? -BigInt(amount) : BigInt(amount),
      );
    }
    // Payouts go by file, and are on the bank's statement.
    const statement = readBankMessage(await ask(`/bank/statements?day=${each}`));
    for (const entry of statement.kind === 'camt.053' ? statement.entries : [])
      if (entry.direction === 'debit')
        count(entry.reference ?? entry.bankReference, 'transfer', -entry.amount);
  }
  const ours = await db.query<{ id: string; amount: bigint }>(`
    select attempt.id, case kind when 'withdrawal' then -amount else amount end as amount
      from payments.attempt join payments.payment on payment.id = payment_id where attempt.status = 'succeeded' and attempt.rail_id is not null
    union all
    select id, -amount from payments.refund where status = 'succeeded' and rail_id is not null and failure_code is null`);
  for (const { id, amount } of ours) {
    if (theirs.get(id) !== amount)
      violations.push(`we have ${amount} and the network ${theirs.get(id) ?? 'nothing'}: ${id}`);
    theirs.delete(id);
  }
  for (const [reference, amount] of theirs)
    violations.push(`the network has ${amount} that we do not: ${reference}`);
  // What is owed less what we gave of our own accord.
  const [books] = await db.query<{ owed: bigint }>(
    `select sum(credits_posted - debits_posted) as owed from ledger.account where currency = 'CNY'
       and (normal_side = 'credit' and purpose <> 'exchange' or purpose = 'goodwill')`,
  );
  if (books?.owed !== total) violations.push(`we owe ${books?.owed}, and the networks moved ${total}`);
  return violations;
}

/** Every acknowledged payment exists as it was acknowledged, once; what was refused is nowhere; nothing else is there. */
async function keptAsAcknowledged({ db }: PaymentsLab, wishes: readonly Wish[]): Promise<string[]> {
  const violations: string[] = [];
  const rows = await db.query<{
    key: string;
    id: string;
    kind: string;
    amount: bigint;
    status: string;
    late: boolean;
  }>(`
    select idempotency_key as key, payment.id, kind, amount, payment.status,
           trace @> '[{"evidence": {"outcome": "late_success"}}]'
             or exists (select from payments.attempt as again where again.payment_id = payment.id
                        and again.idempotency_key like 'retry:%' and again.status = 'succeeded') as late
      from payments.attempt join payments.payment on payment.id = payment_id
      -- What is tried again by itself is of the payment that was asked for.
      where idempotency_key not like 'retry:%' and idempotency_key not like 'late:%'
    union all
    select idempotency_key, id, 'refund', amount, status, false from payments.refund`);
  const kept = Map.groupBy(rows, ({ key }) => key);
  for (const { key, kind, amount, answers } of wishes) {
    const found = kept.get(key) ?? [];
    kept.delete(key);
    const name = `${kind} of ${amount} under ${key}`;
    if (answers.length === 0) violations.push(`never answered: ${name}`);
    if (found.length > 1) violations.push(`${found.length} effects of one key: ${name}`);
    const [row] = found;
    for (const { id, status, code } of answers) {
      if (id === undefined) {
        if (row !== undefined) violations.push(`refused with ${code}, and still there: ${name}`);
      } else if (row?.id !== id || row.kind !== kind || String(row.amount) !== amount) {
        violations.push(`acknowledged as ${id}, kept as ${row?.id ?? 'nothing'}: ${name}`);
      } else if (status === 'succeeded' && row.status !== 'succeeded') {
        violations.push(`acknowledged as succeeded, and ${row.status}: ${name}`);
      } else if (status === 'requires_payment_method' && row.status === 'succeeded' && !row.late) {
        violations.push(`told to have failed, and succeeded: ${name}`);
      }
    }
  }
  for (const [key, [row]] of kept)
    violations.push(`nobody asked for it: ${row?.kind} ${row?.id} under ${key}`);
  return violations;
}
