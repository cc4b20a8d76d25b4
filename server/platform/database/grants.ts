import type pg from 'pg';

/** The role that servers run as. It owns nothing, so it can neither change the schema nor what the schema refuses. */
const servingRole = 'upay_server';

/** Beside what a refusing trigger says: columns that may change in tables whose rows otherwise stay as they are. */
const changeable: Record<string, string> = {
  'ledger.account':
    'debits_posted, credits_posted, debits_pending, credits_pending, version, overdraft_limit',
  'ledger.hold': 'posted_amount, state',
};

/**
 * Gives the serving role what a server needs and nothing more: to read and write rows in the schemas of ours, but no change
 * or deletion where a trigger refuses one (`refuse_change`), no truncation, no schema. The role is made if there is none and
 * the owner may make one; without it nothing is granted, and only the triggers protect what must not change.
 * @param client connected as the owner of the schemas
 */
export async function grantToServer(client: pg.Client): Promise<void> {
  if (!(await ensureRole(client))) return;
  const { rows: schemas } = await client.query<{ name: string }>(
    `select quote_ident(nspname) as name from pg_namespace where nspowner = current_user::regrole and nspname !~ '^pg_' order by 1`,
  );
  const { rows: refusals } = await client.query<{ name: string; verbs: string }>(`
    select table_name as name, string_agg(verb, ', ') as verbs from (
      select distinct tgrelid::regclass::text as table_name, verb from pg_trigger
      join pg_proc on pg_proc.oid = tgfoid join (values (16, 'update'), (8, 'delete')) as event (bit, verb) on tgtype & bit > 0
      where proname = 'refuse_change' and tgqual is null and tgattr = ''::int2vector) as refused
    group by table_name order by table_name`);
  // Rows that only their owner sees by default: those of jobs.
  const { rows: closed } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relrowsecurity and relowner = current_user::regrole
       and not exists (select from pg_policy where polrelid = pg_class.oid and polname = $1) order by 1`,
    [servingRole],
  );
  const of = schemas.map(({ name }) => name).join(', ');
  await client.query(
    [
      'begin',
      `grant usage on schema ${of} to ${servingRole}`,
      `grant select, insert, update, delete on all tables in schema ${of} to ${servingRole}`,
      `grant usage on all sequences in schema ${of} to ${servingRole}`,
      ...refusals.map(({ name, verbs }) => `revoke ${verbs} on ${name} from ${servingRole}`),
      `revoke insert, update, delete on platform.migration from ${servingRole}`,
      ...Object.entries(changeable).flatMap(([table, columns]) => [
        `revoke update, delete on ${table} from ${servingRole}`,
        `grant update (${columns}) on ${table} to ${servingRole}`,
      ]),
      ...closed.map(
        ({ name }) =>
          `create policy ${servingRole} on ${name} to ${servingRole} using (true) with check (true)`,
      ),
      'commit',
    ].join(';\n'),
  );
}

/** @returns whether there is such a role */
async function ensureRole(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean; mayMake: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as exists, rolsuper or rolcreaterole as "mayMake"
     from pg_roles where rolname = current_user`,
    [servingRole],
  );
  if (rows[0]?.exists) return true;
  if (!rows[0]?.mayMake) return false;
  // Roles are of the whole cluster: another database of it may be migrated at this moment.
  await client.query(
    `do $$ begin create role ${servingRole} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await client.query(`grant ${servingRole} to current_user with inherit false, set true`);
  return true;
}
