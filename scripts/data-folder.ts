import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processBirth } from './processes.ts';
import { errorCode, ScriptError } from './say.ts';

/** Made at the first start and kept; losing the pepper makes every payment password unusable. */
export interface Secrets {
  /** 32 bytes, base64. */
  pepper: string;
  sandboxKey: string;
  sandboxCallbackSecret: string;
  demoShopKey: string;
}

/**
 * Makes the data folder if needed and claims it for this process, so that two UPay never share one. A claim whose
 * process is gone counts for nothing. Throws a ScriptError when it can't be written or is in use.
 */
export function claimDataFolder(folder: string): { release(): void } {
  const lock = join(folder, 'lock');
  const mine = join(folder, `lock.${process.pid}`);
  try {
    // Others may pass through, not look: PostgreSQL runs under another account when we are root.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    writeFileSync(mine, JSON.stringify({ pid: process.pid, birth: processBirth(process.pid) }));
  } catch (error) {
    throw new ScriptError(
      `数据文件夹 ${folder} 无法写入（${errorCode(error)}）：请修改它的权限，或用 UPAY_DATA 换一个文件夹。`,
      `The data folder ${folder} can't be written (${errorCode(error)}): change its rights, or choose another with UPAY_DATA.`,
      { cause: error },
    );
  }
  try {
    for (;;) {
      try {
        linkSync(mine, lock); // Fails when somebody has it; the file is complete from its first moment.
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readClaim(lock);
      if (holder && isAlive(holder.pid) && processBirth(holder.pid) === holder.birth) {
        throw new ScriptError(
          `另一个 UPay（进程 ${holder.pid}）正在使用数据文件夹 ${folder}：请先停止它，或用 UPAY_DATA 换一个文件夹。`,
          `Another UPay (process ${holder.pid}) is using the data folder ${folder}: stop it first, or choose another with UPAY_DATA.`,
        );
      }
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return { release: () => rmSync(lock, { force: true }) };
}

function readClaim(lock: string): { pid: number; birth: string } | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads `secrets.json`, making it at the first start. */
export function keepSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const secrets: Secrets = {
      pepper: randomBytes(32).toString('base64'),
      sandboxKey: randomBytes(24).toString('base64url'),
      sandboxCallbackSecret: randomBytes(32).toString('base64url'),
      demoShopKey: randomBytes(24).toString('base64url'),
    };
    content = `${JSON.stringify(secrets, null, 2)}\n`;
    writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new ScriptError(
      `${file} 已损坏：请从备份恢复；没有备份时，支付密码都需要重设。`,
      `${file} is damaged: restore it from a backup; without one every payment password must be set again.`,
      { cause: error },
    );
  }
}
