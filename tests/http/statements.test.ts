import { randomUUID } from 'node:crypto';
import { businessDay } from '../../contract/business-day.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as contract from '../../contract/payments.ts';
import { createRefund } from '../../contract/refunds.ts';
import { newId } from '../../server/platform/ids.ts';
import { monthRange } from '../../server/payments/calendar.ts';
import { type BillRequest, listBills } from '../../server/payments/statements/bill-queries.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
const month = businessDay(new Date()).slice(0, 7);
const balance = { type: 'balance' } as const;
beforeAll(async () => {
  lab = await startPayments();
  [payer, payee] = await Promise.all([lab.richCustomer('100000'), lab.customer('李明')]);
  await payer.transferTo(payee, '1200', balance, { note: '周末午饭 AA' });
  await payer.transferTo(payee, '3550', balance, { note: '=cmd|"/c calc"!A1' });
  await payer.transferTo(payee, '500000');
  const { apiKey } = await lab.merchant('云朵咖啡');
  const session = await lab.openSession(apiKey, '2600');
  await payer.pay('purchase', balance, '2600', { checkoutSessionId: session.id });
  await payee.transferTo(payer, '100', balance, { note: '还你的' });
});
afterAll(() => lab.stop());

type Query = Parameters<typeof list>[0];
async function list(
  query: {
    search?: string;
    kind?: contract.PaymentKind;
    method?: 'balance' | 'card' | 'bank_account';
    status?: contract.PaymentStatus;
    month?: string;
    before?: string;
    limit?: number;
  },
  who = payer,
) {
  const { payments } = await who.call(contract.listPayments, { query });
  return payments.map(({ direction, amount }) => `${direction} ${amount}`);
}

test.each<[Query, string[]]>([
  [{}, ['in 100', 'out 2600', 'out 500000', 'out 3550', 'out 1200', 'in 100000']],
  [{ search: '午饭' }, ['out 1200']],
  [{ search: '饭' }, ['out 1200']],
  [{ search: 'aa' }, ['out 1200']],
  [{ search: '还你' }, ['in 100']],
  [{ search: '咖啡' }, ['out 2600']],
  [{ search: '35.5' }, ['out 3550']],
  [{ search: '¥1' }, ['in 100']],
  [{ search: '1000' }, ['in 100000']],
  [{ search: '100%' }, []],
  [{ search: "'; drop table payments.payment; --" }, []],
  [{ kind: 'transfer' }, ['in 100', 'out 500000', 'out 3550', 'out 1200']],
  [{ kind: 'top_up' }, ['in 100000']],
  [{ method: 'card' }, ['in 100000']],
  [{ method: 'balance' }, ['out 2600', 'out 500000', 'out 3550', 'out 1200']],
  [{ status: 'requires_payment_method' }, ['out 500000']],
  [{ month }, ['in 100', 'out 2600', 'out 500000', 'out 3550', 'out 1200', 'in 100000']],
  [{ month: '2020-01' }, []],
  [{ month, kind: 'transfer', search: '午饭', method: 'balance', status: 'succeeded' }, ['out 1200']],
])('of %o there are %o', async (query, found) => {
  expect(await list(query)).toEqual(found);
});

test('a payee finds what arrived by its note, and nobody else does', async () => {
  expect(await list({ search: '午饭' }, payee)).toEqual(['in 1200']);
  expect(await list({ search: '午饭' }, await lab.customer())).toEqual([]);
  const [{ id } = { id: '' }] = (await payer.call(contract.listPayments, { query: { search: '午饭' } }))
    .payments;
  expect(await list({ search: id })).toEqual(['out 1200']);
  expect(await list({ search: id }, await lab.customer())).toEqual([]);
});

test('pages follow each other without a gap or a repeat, under every filter', async () => {
  const seen: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await payer.call(contract.listPayments, {
      query: { kind: 'transfer', month, limit: 2, ...(before ? { before } : {}) },
    });
    seen.push(...page.payments.map(({ amount }) => amount));
    before = page.before;
    if (before === undefined) break;
  }
  expect(seen).toEqual(['100', '500000', '3550', '1200']);
});

async function download(path: string, who = payer) {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(lab.system.server.url + path, { headers: { cookie, 'accept-language': 'zh' } });
}

test('the month as CSV: every payment, safe in a spreadsheet', async () => {
  const response = await download(`/api/statements/${month}/csv`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('attachment');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.toString('utf8').slice(1).split('\r\n');
  expect(lines[0]).toBe('"时间","类型","对方","收入","支出","币种","状态","付款方式","已退款","附言","单号"');
  expect(lines).toHaveLength(8);
  expect(lines[4]).toContain(`"转账","*明","","35.50","CNY","成功","余额","","'=cmd|""/c calc""!A1"`);
});

test('a refund has its own line in the month in which it arrived, and the lines of the balance are what moved it', async () => {
  const { apiKey } = await lab.merchant('云朵书店');
  const buyer = await lab.richCustomer('9000');
  const card = (await buyer.call(contract.listPaymentMethods)).methods[0] as contract.PaymentMethod;
  const buy = async (method: typeof card | typeof balance, amount: string) => {
    const { id: checkoutSessionId } = await lab.openSession(apiKey, amount);
    return (await buyer.pay('purchase', method, amount, { checkoutSessionId })).result.id;
  };
  const [byBalance, byCard] = [await buy(balance, '2600'), await buy(card, '1500')];
  const giveBack = async (paymentId: string, amount: string) => {
    const body = { paymentId, amount, reason: 'other' } as const;
    const { result } = await lab.asMerchant(apiKey, createRefund, { body, idempotencyKey: randomUUID() });
    return result.id;
  };
  const late = await giveBack(byBalance, '1000');
  await giveBack(byBalance, '400');
  await giveBack(byCard, '1500');
  await vi.waitFor(
    async () => expect((await buyer.detail(byCard)).refunds?.[0]?.status).toBe('succeeded'),
    15_000,
  );

  const lines = async (ofMonth: string) =>
    (await (await download(`/api/statements/${ofMonth}/csv?language=en`, buyer)).text())
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.slice(1, -1).split('","'));
  const told = (await lines(month)).map(([, kind, other, moneyIn, moneyOut, , status, method, refunded]) =>
    [kind, other, moneyIn, moneyOut, status, method, refunded].join('|'),
  );
  expect(told.toSorted()).toEqual([
    'Purchase|云朵书店||15.00|Succeeded|Sandbox Bank 4242|15.00',
    'Purchase|云朵书店||26.00|Succeeded|Balance|14.00',
    'Refund|云朵书店|10.00||Succeeded|Balance|',
    'Refund|云朵书店|15.00||Succeeded|Sandbox Bank 4242|',
    'Refund|云朵书店|4.00||Succeeded|Balance|',
    'Top-up|Sandbox Bank (4242)|90.00||Succeeded|Sandbox Bank 4242|',
  ]);
  const ofBalance = (await lines(month)).filter(
    ([, kind, , , , , , method]) => kind === 'Top-up' || method === 'Balance',
  );
  const moved = ofBalance.reduce(
    (sum, [, , , moneyIn, moneyOut]) => sum + Number(moneyIn) - Number(moneyOut),
    0,
  );
  expect(`${Math.round(moved * 100)}+0`).toBe(await buyer.money());

  // A month later: the refund is there, and its payment is not.
  await lab.db.query(`update payments.refund set completed_at = $2 where id = $1`, [
    late,
    monthRange(month).to,
  ]);
  expect((await lines(month)).filter(([, kind]) => kind === 'Refund')).toHaveLength(2);
  const next = businessDay(monthRange(month).to).slice(0, 7);
  expect(await lines(next)).toEqual([
    [
      `${next}-01 00:00:00`,
      'Refund',
      '云朵书店',
      '10.00',
      '',
      'CNY',
      'Succeeded',
      'Balance',
      '',
      expect.stringMatching(/^order \d+$/),
      byBalance,
    ],
  ]);
  expect((await download(`/api/statements/${next}/pdf`, buyer)).status).toBe(200);
});

test('the month as PDF, in both languages; another month is empty, and a month that is none is refused', async () => {
  for (const language of ['zh', 'en']) {
    const response = await download(`/api/statements/${month}/pdf?language=${language}`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    const pdf = Buffer.from(await response.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  }
  expect((await download('/api/statements/2020-01/pdf')).status).toBe(200);
  expect((await download('/api/statements/2020-13/pdf')).status).toBe(422);
  expect((await fetch(`${lab.system.server.url}/api/statements/${month}/csv`)).status).toBe(401);
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test('whatever is looked for, an index finds it: a page reads a small part of a long history', async () => {
  // What follows is history without books.
  await lab.expectRightBooks();
  const [customer, merchant] = [newId(), newId()];
  await lab.db.query("insert into payments.merchant (id, name) values ($1, '山下书店')", [merchant]);
  await lab.db.query(
    `insert into payments.payment (id, customer_id, kind, status, amount, currency, payee_customer_id, merchant_id,
       checkout_session_id, note, method_type, method_id, failure_code, created_at, completed_at)
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000' || '8' || substr(md5(n::text), 1, 15))::uuid,
       $1::uuid, kind, case when n % 1000 = 1 then 'requires_payment_method' else 'succeeded' end, 100 + n, 'CNY',
       case kind when 'transfer' then gen_random_uuid() end, case kind when 'purchase' then $2::uuid end,
       case kind when 'purchase' then gen_random_uuid() end,
       case when n = 42 then '罕见的词' when n % 3 = 0 then '午饭 ' || n end,
       case kind when 'withdrawal' then 'bank_account' else 'balance' end, case kind when 'withdrawal' then $1::uuid end,
       case when n % 1000 = 1 then 'insufficient_balance' end, at, case when n % 1000 <> 1 then at end
     from (select n, timestamptz '2025-12-01' + n * interval '15 minutes' as at,
             case when n % 1000 = 3 then 'withdrawal' when n % 500 = 7 then 'purchase' else 'transfer' end as kind
           from generate_series(1, 8000) as n) as made`,
    [customer, merchant],
  );
  await lab.db.query('vacuum analyze payments.payment');
  const looks: Record<string, Omit<BillRequest, 'limit'>> = {
    newest: {},
    'a month': monthRange('2026-01'),
    'a rare kind': { kind: 'withdrawal' },
    'a method': { method: 'bank_account' },
    failed: { status: 'requires_payment_method' },
    'a rare word': { search: '罕见的词' },
    'a common word': { search: '午饭' },
    'an amount': { search: '42.21' },
    'a merchant': { search: '书店' },
    'all of it': { ...monthRange('2026-01'), kind: 'transfer', search: '午饭' },
  };
  for (const [name, look] of Object.entries(looks)) {
    let touched = 0;
    const plain = new Set<string>();
    const found = await listBills(
      {
        async query(statement, values) {
          const text = typeof statement === 'string' ? statement : statement.text;
          const [row] = await lab.db.query<{ 'QUERY PLAN': Array<{ Plan: Plan }> }>(
            `explain (analyze, format json) ${text}`,
            values,
          );
          for (const node of nodesOf(row?.['QUERY PLAN'][0]?.Plan as Plan)) {
            if (node['Relation Name'] !== 'payment') continue;
            plain.add(node['Node Type']);
            const removed =
              (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
            touched += (node['Actual Rows'] + removed) * node['Actual Loops'];
          }
          return lab.db.query(statement, values);
        },
      },
      customer,
      { ...look, limit: 20 },
    );
    expect(found.length, name).toBeGreaterThan(0);
    expect([name, plain.has('Seq Scan')]).toEqual([name, false]);
    expect(touched, name).toBeLessThan(3_000);
  }
});
