import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Proven } from '../log-in-steps.ts';

export interface LogInRow {
  id: string;
  customer_id: string;
  proven: Proven[];
  language: Language;
}

export async function insertLogIn(q: Queryable, logIn: LogInRow, expiresAt: Date): Promise<void> {
  await q.query(
    {
      name: 'identity.insert_log_in',
      text: `insert into identity.log_in (id, customer_id, proven, language, expires_at) values ($1, $2, $3, $4, $5)`,
    },
    [logIn.id, logIn.customer_id, logIn.proven, logIn.language, expiresAt],
  );
}

/** One that still waits for a factor. */
export async function selectLogIn(q: Queryable, id: string, now: Date): Promise<LogInRow | undefined> {
  const [row] = await q.query<LogInRow>(
    {
      name: 'identity.log_in',
      text: `select id, customer_id, proven, language from identity.log_in
             where id = $1 and used_at is null and expires_at > $2`,
    },
    [id, now],
  );
  return row;
}

/** Ends it: what follows goes on elsewhere. @returns false when it was ended before */
export async function useLogIn(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'identity.use_log_in',
      text: 'update identity.log_in set used_at = $2 where id = $1 and used_at is null returning id',
    },
    [id, at],
  );
  return rows.length === 1;
}

/** The second factors somebody has. */
export async function selectFactors(
  q: Queryable,
  customerId: string,
): Promise<{ totp: boolean; passkeys: number; recoveryCodes: number }> {
  const [row] = await q.query<{ totp: boolean; passkeys: number; recovery_codes: number }>(
    {
      name: 'identity.factors',
      text: `select exists (select from identity.totp where owner_id = $1 and confirmed_at is not null) as totp,
               (select count(*) from identity.passkey where owner_id = $1)::int as passkeys,
               (select count(*) from identity.recovery_code where owner_id = $1 and used_at is null)::int as recovery_codes`,
    },
    [customerId],
  );
  return {
    totp: row?.totp ?? false,
    passkeys: row?.passkeys ?? 0,
    recoveryCodes: row?.recovery_codes ?? 0,
  };
}
