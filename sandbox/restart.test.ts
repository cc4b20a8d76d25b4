import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chargeOf, client, KEY, startSandbox, temporaryFolder } from './testing.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const main = new URL('main.ts', import.meta.url).pathname;

function spawnSandbox(env: Record<string, string>, ipc = false): ChildProcess {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, UPAY_SANDBOX_PORT: '0', UPAY_SANDBOX_KEY: KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  });
  started.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  return String(line).trim().replace('sandbox: ', '');
}

async function failure(child: ChildProcess): Promise<{ code: number; said: string }> {
  let said = '';
  child.stderr?.on('data', (piece) => {
    said += piece;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('the process', () => {
  it('loses nothing it answered when it is killed', async () => {
    const data = temporaryFolder();
    const first = spawnSandbox({ UPAY_SANDBOX_DATA: data });
    const before = client(await ready(first));
    const token = await before.cardToken('4242424242424242');
    const kept = chargeOf(token, { capture: false });
    await before.post('/card/charges', kept);
    await before.post(`/card/charges/${kept.reference}/captures`, { amount: '3000' });
    const refund = { reference: randomUUID(), amount: '100' };
    await before.post(`/card/charges/${kept.reference}/refunds`, refund);
    await before.post('/sms/messages', {
      reference: randomUUID(),
      to: '+8613800138000',
      text: '验证码 482913',
    });
    await before.post('/faults', { operation: 'mail', fault: 'error', times: 3 });
    const same = async (at: typeof before) => ({
      charge: await at.get(`/card/charges/${kept.reference}`),
      refund: await at.get(`/card/refunds/${refund.reference}`),
      messages: await at.get('/sms/messages'),
      faults: await at.get('/faults'),
    });
    const told = await same(before);

    // Killed in the middle of a stream of charges: what was answered is there, what was not is whole or absent.
    const answered: string[] = [];
    const stream = Array.from({ length: 4 }, async () => {
      for (;;) {
        const charge = chargeOf(token);
        const answer = await before.post('/card/charges', charge).catch(() => null);
        if (!answer) return;
        answered.push(charge.reference);
        if (answered.length === 40) first.kill('SIGKILL');
      }
    });
    await Promise.all(stream);

    const after = client(await ready(spawnSandbox({ UPAY_SANDBOX_DATA: data })));
    expect(await same(after)).toEqual(told);
    expect(answered.length).toBeGreaterThanOrEqual(40);
    for (const reference of answered)
      expect((await after.get(`/card/charges/${reference}`)).body.status).toBe('captured');
    expect((await after.post('/card/charges', kept)).body).toMatchObject({
      status: 'approved',
      capturedAmount: '0',
    });
  });

  it('ends when whoever started it over IPC is gone', async () => {
    const child = spawnSandbox({ UPAY_SANDBOX_DATA: temporaryFolder() }, true);
    const [message] = await once(child, 'message');
    expect(message).toMatchObject({
      type: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    child.disconnect();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('ends on SIGTERM even while a caller waits for an answer that never comes', async () => {
    const child = spawnSandbox({ UPAY_SANDBOX_DATA: temporaryFolder() });
    const sandbox = client(await ready(child));
    const token = await sandbox.cardToken('4000000000680001');
    const waiting = sandbox.post('/card/charges', chargeOf(token)).catch(() => 'cut off');
    await new Promise((done) => setTimeout(done, 50));
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await waiting).toBe('cut off');
  });

  it('says in one sentence what keeps it from starting', async () => {
    const running = await startSandbox();
    const port = new URL(running.url).port;
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const failures = await Promise.all([
      failure(spawnSandbox({ UPAY_SANDBOX_PORT: port, UPAY_SANDBOX_DATA: temporaryFolder() })),
      failure(spawnSandbox({ UPAY_SANDBOX_DATA: file })),
      failure(spawnSandbox({ UPAY_SANDBOX_DATA: '/proc/upay' })),
      failure(spawnSandbox({ UPAY_SANDBOX_PORT: 'http' })),
      failure(spawnSandbox({ UPAY_SANDBOX_CALLBACK_URL: 'ftp://x' })),
    ]);
    await running.close();
    expect(failures.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1]);
    const patterns = [
      /port is taken/,
      /DATA/,
      /DATA/,
      /UPAY_SANDBOX_PORT must/,
      /UPAY_SANDBOX_CALLBACK_URL must/,
    ];
    for (const [place, pattern] of patterns.entries()) {
      expect(failures[place]?.said).toMatch(pattern);
      expect(failures[place]?.said.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('the journal', () => {
  it('drops a torn last line and goes on after it', async () => {
    const data = temporaryFolder();
    const first = await startSandbox({ data });
    const token = await first.cardToken('4242424242424242');
    const kept = chargeOf(token);
    await first.post('/card/charges', kept);
    await first.close();
    const path = join(data, 'journal.jsonl');
    appendFileSync(path, '[{"table":"charges","key":"torn","val');

    const second = await startSandbox({ data });
    const next = chargeOf(token);
    expect((await second.post('/card/charges', next)).status).toBe(200);
    await second.close();
    expect(readFileSync(path, 'utf8')).not.toContain('torn');

    const third = await startSandbox({ data });
    for (const { reference } of [kept, next])
      expect((await third.get(`/card/charges/${reference}`)).body.status).toBe('captured');
    await third.close();
  });

  it('refuses to start on damage in the middle', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'journal.jsonl'), '[]\n[{"table":\n[]\n');
    await expect(startSandbox({ data })).rejects.toThrow('line 2 of');
  });
});
