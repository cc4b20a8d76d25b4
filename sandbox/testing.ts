import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Config } from './config.ts';
import { createSandbox } from './sandbox.ts';

export const KEY = 'key-for-tests';

const makeFolder = () => mkdtempSync(join(tmpdir(), 'upay-sandbox-'));
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** For one test, which may start several sandboxes on it, one after the other. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

function testConfig(change: Partial<Config>): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    data: change.data ?? makeFolder(),
    key: KEY,
    callbackSecret: 'secret-for-tests',
    authenticators: [],
    timing: { settlementMs: 40, noAnswerCallbackMs: 40, callbackRetryMs: [15, 15, 15] },
    ...change,
  };
}

/** Calls a sandbox as the wallet would: over HTTP, with the key. */
export function client(url: string) {
  async function call(method: string, path: string, body?: unknown, signal?: AbortSignal) {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${KEY}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal,
    });
    const received = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    // Any shape: tests read whatever came.
    return { status: response.status, body: json ? JSON.parse(received) : received };
  }
  const post = (path: string, body?: unknown, signal?: AbortSignal) => call('POST', path, body, signal);
  const get = (path: string) => call('GET', path);

  return {
    url,
    post,
    get,
    remove: (path: string) => call('DELETE', path),

    /** POSTs what must be processed and never answered; returns the inquiry, once there is one and a while has passed. */
    async postUnanswered(path: string, body: { reference: string }) {
      const leaving = new AbortController();
      let answered = false;
      const waiting = post(path, body, leaving.signal).then(
        () => {
          answered = true;
        },
        () => {},
      );
      const inquire = () => get(`${path}/${body.reference}`);
      await until(async () => (await inquire()).status === 200);
      await sleep(30);
      leaving.abort();
      await waiting;
      if (answered) throw new Error(`${path} answered`);
      return inquire();
    },

    async cardToken(number: string): Promise<string> {
      const cvc = number.startsWith('3') ? '1234' : '123';
      const card = { number, expMonth: 12, expYear: 2090, cvc, holderName: '王芳' };
      const { status, body } = await post('/card/tokens', card);
      if (status !== 201) throw new Error(`no token for ${number}: ${JSON.stringify(body)}`);
      return body.token;
    },

    async accountToken(accountNumber: string): Promise<string> {
      const { status, body } = await post('/bank/accounts', { accountNumber, holderName: '王芳' });
      if (status !== 201) throw new Error(`no token for ${accountNumber}: ${JSON.stringify(body)}`);
      return body.token;
    },
  };
}

export type Client = ReturnType<typeof client>;

/** A sandbox on a port of its own; a folder of its own goes when it is closed. */
export async function startSandbox(change: Partial<Config> = {}) {
  const config = testConfig(change);
  const { app, close } = await createSandbox(config);
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    ...client(url),
    config,
    async close() {
      await close();
      if (!change.data) removeFolder(config.data);
    },
  };
}

export function chargeOf(token: string, change: Record<string, unknown> = {}) {
  return {
    reference: randomUUID(),
    token,
    amount: '3500',
    currency: 'CNY',
    capture: true,
    merchantName: '示例商店',
    description: '订单 1',
    ...change,
  };
}

export function transferOf(token: string, change: Record<string, unknown> = {}) {
  return { reference: randomUUID(), token, amount: '3500', currency: 'CNY', description: '充值', ...change };
}

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  /** Any shape: tests read whatever came. */
  body: any;
}

/** A server that receives callbacks; `statusOf` decides each answer by how many came before. */
export async function startReceiver(statusOf: (earlier: number) => number = () => 204) {
  const received: Received[] = [];
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request);
    response.statusCode = statusOf(received.length);
    // A sender that follows redirects would come back here with a GET.
    if (response.statusCode === 302) response.setHeader('location', '/callbacks');
    received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
    response.end();
  }
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    received,
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

/** Waits until the condition holds; throws after five seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('It did not happen in time');
    await sleep(5);
  }
}
