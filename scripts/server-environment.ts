import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keepSecrets } from './data-folder.ts';
import { startPostgres } from './postgres.ts';
import { readPostmasterFile } from './postgres-left.ts';
import { isAlive } from './processes.ts';
import { ScriptError } from './say.ts';
import { requireDatabase, type StartConfig, urlHost } from './start-config.ts';

const projectRoot = dirname(import.meta.dirname);

/** What the server is told by its environment. */
export function serverEnvironment(
  config: StartConfig,
  databaseUrl: string,
  sandboxUrl: string,
): Record<string, string> {
  const secrets = keepSecrets(config.dataFolder);
  return {
    UPAY_PORT: String(config.port),
    UPAY_HOST: config.host,
    UPAY_PUBLIC_URL: config.publicUrl,
    UPAY_DATABASE_URL: databaseUrl,
    UPAY_DATABASE_OWNER_URL: '', // Not the server's to know.
    UPAY_PEPPER: secrets.pepper,
    UPAY_SANDBOX_URL: sandboxUrl,
    UPAY_SANDBOX_KEY: secrets.sandboxKey,
    UPAY_SANDBOX_CALLBACK_SECRET: secrets.sandboxCallbackSecret,
    UPAY_SEAL_HEADS: join(config.dataFolder, 'seal-heads.jsonl'),
    UPAY_FILES: join(config.dataFolder, 'files'),
    UPAY_WEB_ROOT: join(projectRoot, 'dist'),
    ...(config.demo
      ? {
          UPAY_DEMO_SHOP_KEY: secrets.demoShopKey,
          // The demo shop lives in the server itself; nothing else on this machine may be told.
          UPAY_WEBHOOK_LOOPBACK: `http://${urlHost(config.host)}:${config.port}`,
        }
      : {}),
  };
}

/** The database of an installation, as its owner, for a tool beside it: the running one, or the embedded one started for as long. */
export async function reachDatabase(config: StartConfig): Promise<{ url: string; leave(): Promise<void> }> {
  const nothingToDo = () => Promise.resolve();
  if (config.databaseOwnerUrl) {
    await requireDatabase(config.databaseOwnerUrl);
    return { url: config.databaseOwnerUrl, leave: nothingToDo };
  }
  const dataFolder = join(config.dataFolder, 'postgres');
  if (!existsSync(join(dataFolder, 'cluster', 'PG_VERSION')))
    throw new ScriptError(
      `${config.dataFolder} 里还没有 UPay：请先运行 npm start，或用 UPAY_DATA 指定数据文件夹。`,
      `There is no UPay in ${config.dataFolder} yet: run npm start first, or name the data folder with UPAY_DATA.`,
    );
  const [pid, , , port, , , , state] = readPostmasterFile(join(dataFolder, 'cluster'));
  if (state?.trim() === 'ready' && isAlive(Number(pid))) {
    const password = readFileSync(join(dataFolder, 'password'), 'utf8').trim();
    return { url: `postgres://upay:${password}@127.0.0.1:${port}/upay`, leave: nothingToDo };
  }
  const postgres = await startPostgres({ dataFolder });
  return { url: postgres.url, leave: () => postgres.stop() };
}
