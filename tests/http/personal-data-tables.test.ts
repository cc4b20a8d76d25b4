import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { keepReplyDraft } from '../../contract/agent-hands.ts';
import { closeMyAccount, exportMyData } from '../../contract/personal-data.ts';
import * as support from '../../contract/support.ts';
import { rateConversation } from '../../contract/ratings.ts';
import { codeReader } from '../../scripts/api-client.ts';
import { readKeepings } from '../house/personal-data.ts';
import { type PaymentsLab, startPayments } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(() => lab.stop());

interface Column {
  table: string;
  column: string;
}

const tables = async () =>
  (
    await lab.db.query<{ table: string }>(
      `select table_schema || '.' || table_name as "table" from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
  ).map(({ table }) => table);

/** Columns that name a customer, and, from table to table, those that name something of a customer's, by the catalogue. */
async function columnsOfCustomers(): Promise<Column[]> {
  return lab.db.query<Column>(
    `with recursive name as (
       select table_schema || '.' || table_name as "table", table_name, column_name as "column"
       from information_schema.columns
       where table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')
     ), leads as (
       select "table", "column", table_name from name
       where "column" like '%customer_id' or ("column" = 'owner_id' and split_part("table", '.', 1) in ('identity', 'ledger'))
       union
       select n."table", n."column", n.table_name from name n join leads l on n."column" = l.table_name || '_id' and n."table" <> l."table"
     ) select distinct "table", "column" from leads order by 1, 2`,
  );
}

test('every table that names a customer, or something of theirs, stands in docs/personal-data.md, and every one there exists', async () => {
  const said = new Set(readKeepings().map(({ table }) => table));
  const missing = (await columnsOfCustomers()).filter(({ table }) => !said.has(table));
  expect(missing, 'say in docs/personal-data.md what becomes of these').toEqual([]);
  const existing = await tables();
  expect(
    [...said].filter((table) => !existing.includes(table)),
    'tables that are no more',
  ).toEqual([]);
  expect(readKeepings().filter(({ fate, why }) => fate === 'kept' && why === '')).toEqual([]);
});

test('of a closed account no table but those that are kept holds the words, the name, the phone or the email any more', async () => {
  const words = '紫色风筝';
  const name = '司徒青岚';
  const email = `kite.${words.length}@example.com`;
  const customer = await lab.richCustomer('500', name);
  const { id } = customer.customer;
  await lab.db.query('update identity.customer set email = $2 where id = $1', [id, email]);
  const payee = await lab.customer('李明');
  await customer.transferTo(payee, '500');

  // A conversation, written in by both, rated; and another one under way with an agent while the account is closed.
  const agent = await newStaff(lab.system, 'agent');
  for (const closes of [true, false]) {
    const body = { context: { screen: 'home' as const }, language: 'zh' as const };
    const { id: conversation } = await customer.call(support.openConversation, { body });
    const params = { id: conversation };
    await customer.call(support.sendMessage, {
      params,
      body: { clientMessageId: randomUUID(), text: words },
    });
    await customer.call(support.requestPerson, { params });
    await agent.call(support.takeConversation, { params });
    const draft = { text: `${name} ${words}` };
    await agent.call(keepReplyDraft, { params: { ...params, kind: 'note' }, body: draft });
    await agent.call(support.sendDeskMessage, {
      params,
      body: { clientMessageId: randomUUID(), kind: 'note', text: draft.text },
    });
    if (!closes) continue;
    await agent.call(support.closeConversation, { params, body: { resolution: 'resolved' } });
    await customer.call(rateConversation, { params, body: { score: 5, comment: words } });
  }

  const password = 'Kestrel over the harbour 7';
  const codeOf = codeReader(lab.system.sandbox.url);
  const confirm = async (problem: Parameters<typeof customer.confirm>[0]) =>
    customer.confirm(problem, codeOf, { phone: customer.phone, password });
  await confirm((await customer.send(exportMyData)).problem);
  const { sections } = await customer.call(exportMyData);
  expect(Object.keys(sections)).toEqual(['identity', 'payments', 'support', 'guides', 'assistant']);
  expect(sections.support).toMatchObject({
    ratings: [{ score: 5, comment: words }],
    screens: [{ context: { screen: 'home' } }, { context: { screen: 'home' } }],
  });
  await confirm((await customer.send(closeMyAccount)).problem);
  await customer.call(closeMyAccount);

  const deleted = new Set(readKeepings().flatMap(({ table, fate }) => (fate === 'deleted' ? [table] : [])));
  for (const { table, column } of await columnsOfCustomers()) {
    if (!deleted.has(table) || !/(?:customer|owner)_id$/.test(column)) continue;
    expect(await lab.db.query(`select from ${table} where ${column} = $1`, [id]), table).toEqual([]);
  }
  expect(
    await lab.db.query(`select from support.conversation where customer_id = $1 and status <> 'closed'`, [
      id,
    ]),
    'nobody is left in a conversation with who is gone',
  ).toEqual([]);
  const kept = new Set(readKeepings().flatMap(({ table, fate }) => (fate === 'kept' ? [table] : [])));
  for (const trace of [words, name, customer.phone, email])
    for (const table of await tables()) {
      if (kept.has(table)) continue;
      const rows = await lab.db.query<{ row: string }>(
        `select t::text as row from ${table} t where position($1 in t::text) > 0`,
        [trace],
      );
      expect(rows, `${trace} in ${table}`).toEqual([]);
    }
});
