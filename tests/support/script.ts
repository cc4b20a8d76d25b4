import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs one of the project's scripts to its end; a non-zero exit throws with what it printed. */
export async function runScript(script: string, env: Record<string, string>): Promise<void> {
  await promisify(execFile)(process.execPath, [script], { env: { ...process.env, ...env } });
}
