import pg from 'pg';

/** As server/platform/database/grants.ts has it. */
const servingRole = 'upay_server';

/**
 * The address that the server uses of a database of somebody's own, once it is migrated: as it is when its login is the
 * serving role or got its rights; else with a step down to that role on each connection. Undefined when this login may not
 * step down: then the server runs as whoever it is, and only the database's triggers protect what must not change.
 */
export async function servingUrl(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ steps_down: boolean; is_low: boolean }>(
      `select not has_table_privilege('ledger.transfer', 'update') as is_low,
              exists (select from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'SET')) as steps_down`,
      [servingRole],
    );
    if (rows[0]?.is_low) return databaseUrl;
    if (!rows[0]?.steps_down) return undefined;
  } finally {
    await client.end();
  }
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c role=${servingRole}`.trim());
  return url.href;
}
