// Prints the books of a day as JSON; scripts/close.ts runs it.
import { readDatabaseUrl } from './config.ts';
import { createLedger } from './ledger/ledger.ts';
import { openDatabase } from './platform/database/database.ts';
import { createLog } from './platform/log.ts';

const db = openDatabase(readDatabaseUrl(), 1, createLog('error'));
try {
  console.log(JSON.stringify(await createLedger(db).closing(db, process.argv[2] ?? '')));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await db.close();
}
