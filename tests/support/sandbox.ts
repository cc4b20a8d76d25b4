import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startNodeProcess } from '../../scripts/node-process.ts';
import { freePort } from '../../scripts/processes.ts';
import { asTestProcess, temporaryFolder, type TestProcess } from './process.ts';

/** What sandbox/faults.ts takes; absent members have its defaults. */
export interface FaultRequest {
  operation: string;
  fault: 'slow' | 'drop_before' | 'drop_after' | 'refuse' | 'error' | 'duplicate_callback' | 'late_callback';
  times?: number;
  delayMs?: number;
  status?: 500 | 503;
}

export interface SentMessage {
  reference: string;
  to: string;
  subject?: string;
  text: string;
  /** ISO 8601. */
  sentAt: string;
}

export interface TestSandbox extends TestProcess {
  key: string;
  callbackSecret: string;
  setFault(fault: FaultRequest): Promise<void>;
  clearFaults(): Promise<void>;
  /** What was sent to a phone (E.164) or a mailbox, newest first. */
  messages(to: string): Promise<SentMessage[]>;
}

export interface SandboxOptions {
  /** Left out: the sandbox calls nobody back. */
  callbackUrl?: string;
}

/** Starts the sandbox as a process of its own on a free port. It forgets everything when it is stopped. */
export async function startSandbox({ callbackUrl }: SandboxOptions = {}): Promise<TestSandbox> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = randomBytes(16).toString('hex');
  const callbackSecret = randomBytes(16).toString('hex');
  const running = await startNodeProcess({
    name: 'sandbox',
    script: 'sandbox/main.ts',
    env: {
      UPAY_SANDBOX_PORT: String(port),
      UPAY_SANDBOX_HOST: '127.0.0.1',
      UPAY_SANDBOX_DATA: join(folder.path, 'data'),
      UPAY_SANDBOX_KEY: key,
      UPAY_SANDBOX_CALLBACK_URL: callbackUrl ?? '',
      UPAY_SANDBOX_CALLBACK_SECRET: callbackSecret,
    },
    log: join(folder.path, 'sandbox.log'),
    readyUrl: `${url}/healthz`,
    onErrorLine: (line) => console.error(`[sandbox] ${line}`),
  });

  async function request(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(url + path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The sandbox answered ${method} ${path} with ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  return {
    ...asTestProcess(running, url, folder.remove),
    key,
    callbackSecret,
    setFault: async (fault) => void (await request('POST', '/faults', fault)),
    clearFaults: async () => void (await request('DELETE', '/faults')),
    async messages(to) {
      const kind = to.includes('@') ? 'mail' : 'sms';
      const found = await request('GET', `/${kind}/messages?to=${encodeURIComponent(to)}`);
      return (found as { messages: SentMessage[] }).messages;
    },
  };
}
