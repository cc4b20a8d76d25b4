import { appendFile } from 'node:fs/promises';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { type Head, sealOnce, type SealedLog, type SealReport, verifyLog } from './chain.ts';

export type { Head, SealedLog, SealReport } from './chain.ts';

export interface Seals {
  /** Says which table is an append-only log; each needs `transaction xid8 not null default pg_current_xact_id()`, indexed. */
  define(log: SealedLog): void;
  /** Seals what has been committed since; several nodes may do it at once. */
  seal(): Promise<void>;
  /** Reads every row of every log again. @param heads of seals, kept elsewhere, that must still be there */
  verify(heads?: readonly Head[]): Promise<SealReport[]>;
}

export interface SealsOptions {
  db: Database;
  log: Logger;
  /** Not in the database: whoever can write there cannot seal. */
  key: Buffer;
  /** A file, apart from the database, that gets a line a seal; without it a cut-off end of a log cannot be told. */
  headsFile: string | undefined;
}

export function createSeals({ db, log, key, headsFile }: SealsOptions): Seals {
  const logs: SealedLog[] = [];
  return {
    define: (definition) => void logs.push(definition),
    async seal() {
      for (const definition of logs)
        for (;;) {
          const head = await sealOnce(db, key, definition);
          if (head === undefined) break;
          log.info({ seal: head }, 'sealed');
          if (headsFile !== undefined) await appendFile(headsFile, `${JSON.stringify(head)}\n`);
        }
    },
    async verify(heads = []) {
      const reports: SealReport[] = [];
      for (const definition of logs)
        reports.push(
          await verifyLog(
            db,
            key,
            definition,
            heads.filter((head) => head.log === definition.name),
          ),
        );
      return reports;
    },
  };
}
