import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLastError } from './last-error.ts';
import { ScriptError } from './say.ts';

const projectRoot = dirname(import.meta.dirname);
const STOP_TIMEOUT_MS = 10_000;
const LOG_LIMIT_BYTES = 50 * 1024 * 1024;

/** A process that runs until it is stopped. */
export interface Running {
  pid: number;
  /** Resolves when the process is gone, whoever ended it. */
  exited: Promise<void>;
  /** Asks it to end and waits a bounded time. */
  stop(): Promise<void>;
}

export interface NodeProcessOptions {
  /** What people call it. */
  name: string;
  /** Relative to the project, e.g. `server/main.ts`. */
  script: string;
  /** Added to our own environment. */
  env: Record<string, string>;
  /** Its output is appended here. */
  log: string;
  /** An address that answers 200 once the process can do its work. */
  readyUrl: string;
  readyTimeoutMs?: number;
  /** Gets each line that goes to stderr once the process is ready; before that, the last one is in what is thrown. */
  onErrorLine?(line: string): void;
  /** Ends the wait, and the process with it. */
  signal?: AbortSignal;
}

/**
 * Starts one of the project's long-running scripts and resolves when it is ready. It gets a channel to us and ends when
 * that closes, so our own kill -9 ends it too. Throws a ScriptError when it ends first or takes too long.
 */
export async function startNodeProcess(options: NodeProcessOptions): Promise<Running> {
  const { name, script, log, readyUrl, readyTimeoutMs = 60_000, signal } = options;
  signal?.throwIfAborted();
  const lastError = createLastError();
  let ready = false;
  const child = spawnScript(script, options.env, log, (line) => {
    lastError.add(line);
    if (ready) options.onErrorLine?.(line);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  const stop = () => stopChild(child, exited);
  const deadline = Date.now() + readyTimeoutMs;
  while (!gone && Date.now() < deadline && !signal?.aborted) {
    const answer = await fetch(readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    ready = answer?.ok === true && !gone;
    if (ready) return { pid: child.pid ?? 0, exited, stop };
    await sleep(50);
  }
  if (!gone) await stop();
  signal?.throwIfAborted();
  const reason = lastError.line ? `: ${lastError.line}` : '';
  if (gone) {
    throw new ScriptError(
      `UPay 的 ${name} 没有启动就退出了（${child.exitCode ?? child.signalCode}）${reason}；详见 ${log}。`,
      `UPay's ${name} ended before it was ready (${child.exitCode ?? child.signalCode})${reason}; see ${log}.`,
    );
  }
  throw new ScriptError(
    `UPay 的 ${name} 在 ${readyTimeoutMs / 1000} 秒内没有就绪${reason}；详见 ${log}。`,
    `UPay's ${name} did not get ready within ${readyTimeoutMs / 1000} seconds${reason}; see ${log}.`,
  );
}

export interface TaskOptions {
  script: string;
  env?: Record<string, string>;
  log: string;
  signal?: AbortSignal;
}

/** Runs a script to its end: its exit code, and the line of its stderr that says why it failed. */
export async function runTask(options: TaskOptions): Promise<{ code: number; errorLine: string }> {
  options.signal?.throwIfAborted();
  const lastError = createLastError();
  const child = spawnScript(options.script, options.env ?? {}, options.log, lastError.add);
  const exited = new Promise<void>((resolve, reject) => {
    child.once('close', () => resolve());
    child.once('error', reject);
  });
  const abort = () => void stopChild(child, exited);
  options.signal?.addEventListener('abort', abort);
  await exited;
  options.signal?.removeEventListener('abort', abort);
  options.signal?.throwIfAborted();
  return { code: child.exitCode ?? 1, errorLine: lastError.line };
}

/** stdout goes straight into the log file, so that a busy process costs us nothing; stderr passes through here. */
function spawnScript(
  script: string,
  env: Record<string, string>,
  log: string,
  onErrorLine: (line: string) => void,
): ChildProcess {
  mkdirSync(dirname(log), { recursive: true });
  keepLogSmall(log);
  const logDescriptor = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [script], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', logDescriptor, 'pipe', 'ipc'],
    detached: true, // Ctrl-C is for us, who stop it in its turn.
  });
  closeSync(logDescriptor);
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      appendFileSync(log, `${line}\n`);
      onErrorLine(line);
    });
  }
  return child;
}

/** One older log is kept; looked at when a process starts. */
function keepLogSmall(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${dirname(log)}/older-${basename(log)}`);
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(patience);
}
