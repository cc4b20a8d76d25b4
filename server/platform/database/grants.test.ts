import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { servingUrl } from '../../../scripts/serving-url.ts';
import { newId } from '../ids.ts';

let database: TestDatabase;
let server: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  server = new pg.Client({ connectionString: database.serverUrl });
  await server.connect();
});
afterAll(async () => {
  await server.end();
  await database.drop();
});

const entry = () => ({
  text: `insert into ledger.transfer (id, kind, debit_account_id, credit_account_id, amount, reference_id,
           debit_version, credit_version, debit_balance, credit_balance)
         values ($1, 'transfer', 1, 2, 5, $1, 1, 1, 0, 5) on conflict do nothing`,
  values: [newId()],
});

test('the role that servers run as writes and reads, and owns nothing', async () => {
  await server.query(entry());
  const { rows } = await server.query(
    'select current_user as role, count(*)::int as entries from ledger.transfer',
  );
  expect(rows).toEqual([{ role: 'upay_server', entries: 1 }]);
  const owned = await server.query(
    'select relname from pg_class where relowner = current_user::regrole union select nspname from pg_namespace where nspowner = current_user::regrole',
  );
  expect(owned.rows).toEqual([]);
});

test.each([
  'update ledger.transfer set amount = amount + 1',
  'update ledger.transfer set created_at = now() where false',
  'delete from ledger.transfer where false',
  'truncate ledger.transfer',
  'delete from ledger.account',
  'update ledger.account set owner_id = gen_random_uuid()',
  'update ledger.account set may_overdraw = true',
  'update ledger.hold set amount = 1',
  'delete from ledger.hold',
  'update ledger.exchange set rate = 1',
  'update identity.audit set details = null',
  'delete from identity.audit',
  'delete from platform.seal',
  "update platform.migration set content = ''",
  'alter table ledger.transfer disable trigger user',
  'drop trigger transfer_is_immutable on ledger.transfer',
  'create or replace function ledger.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  "set session_replication_role = 'replica'",
  'create table ledger.mine (id int)',
  'set role upay',
])('%s is no right of it', async (sql) => {
  await expect(server.query(sql)).rejects.toMatchObject({ code: '42501' });
});

test('a login that may step down does so on every connection, and one that is low already stays as it is', async () => {
  expect(await servingUrl(database.serverUrl)).toBe(database.serverUrl);
  // The owner of the tests' databases is no member of the role: npm start then says so.
  expect(await servingUrl(database.url)).toBeUndefined();
  const superuser = Object.assign(new URL(database.url), { username: 'postgres' }).href;
  const stepped = new pg.Client({ connectionString: await servingUrl(superuser) });
  await stepped.connect();
  try {
    const { rows } = await stepped.query('select current_user as role, session_user as login');
    expect(rows).toEqual([{ role: 'upay_server', login: 'postgres' }]);
    await expect(stepped.query('delete from ledger.transfer')).rejects.toMatchObject({ code: '42501' });
  } finally {
    await stepped.end();
  }
});
