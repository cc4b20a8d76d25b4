import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeMyAccount, exportMyData } from '../../contract/personal-data.ts';
import { codeReader } from '../../scripts/api-client.ts';
import { readKeepings } from '../house/personal-data.ts';
import { type PaymentsLab, startPayments } from '../support/payments.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(() => lab.stop());

interface Column {
  table: string;
  column: string;
}

/** By the catalogue: columns that name a customer. */
const columnsOfCustomers = () =>
  lab.db.query<Column>(
    `select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
     where table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')
       and (column_name like '%customer_id' or (column_name = 'owner_id' and table_schema in ('identity', 'ledger')))
     order by 1, 2`,
  );

test('every table that names a customer stands in docs/personal-data.md, and every one there exists', async () => {
  const said = new Set(readKeepings().map(({ table }) => table));
  const missing = (await columnsOfCustomers()).filter(({ table }) => !said.has(table));
  expect(missing, 'say in docs/personal-data.md what becomes of these').toEqual([]);
  const existing = await lab.db.query<{ table: string }>(
    `select table_schema || '.' || table_name as table from information_schema.tables`,
  );
  const tables = new Set(existing.map(({ table }) => table));
  expect(
    [...said].filter((table) => !tables.has(table)),
    'tables that are no more',
  ).toEqual([]);
  expect(readKeepings().filter(({ fate, why }) => fate === 'kept' && why === '')).toEqual([]);
});

test('what is said to be deleted is gone once the account is closed, whatever was in it', async () => {
  const customer = await lab.richCustomer('500');
  const payee = await lab.customer('李明');
  await customer.transferTo(payee, '500');
  const { id } = customer.customer;
  const password = 'Kestrel over the harbour 7';
  const codeOf = codeReader(lab.system.sandbox.url);
  const confirm = async (problem: Parameters<typeof customer.confirm>[0]) =>
    customer.confirm(problem, codeOf, { phone: customer.phone, password });
  await confirm((await customer.send(exportMyData)).problem);
  const { sections } = await customer.call(exportMyData);
  expect(Object.keys(sections)).toEqual(['identity', 'payments', 'support', 'guides', 'assistant']);
  await confirm((await customer.send(closeMyAccount)).problem);
  await customer.call(closeMyAccount);

  const deleted = new Set(readKeepings().flatMap(({ table, fate }) => (fate === 'deleted' ? [table] : [])));
  const left: Column[] = [];
  for (const { table, column } of await columnsOfCustomers()) {
    if (!deleted.has(table)) continue;
    const rows = await lab.db.query(`select from ${table} where ${column} = $1`, [id]);
    if (rows.length > 0) left.push({ table, column });
  }
  expect(left).toEqual([]);
});
