import { readDatabaseUrl } from './config.ts';
import { migrate } from './platform/database/migrate.ts';

try {
  await migrate(readDatabaseUrl());
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
