import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '../../scripts/processes.ts';
import { startSandbox, type TestSandbox } from './sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

function send(text: string, to: string): Promise<Response> {
  return fetch(`${sandbox.url}/sms/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reference: randomUUID(), to, text }),
  });
}

test('the sandbox shows what was sent to a phone, and to no other', async () => {
  await send('code 1', '+8613800138000');
  await send('code 2', '+8613900139000');
  expect((await sandbox.messages('+8613800138000')).map(({ text }) => text)).toEqual(['code 1']);
});

test('a fault strikes once and is then used up', async () => {
  await sandbox.setFault({ operation: 'sms', fault: 'error' });
  expect((await send('code 3', '+8613700137000')).status).toBe(503);
  expect((await send('code 4', '+8613700137000')).status).toBe(202);
});

test('kill ends the process at once', async () => {
  const another = await startSandbox();
  await another.kill();
  expect(isAlive(another.pid)).toBe(false);
  await another.stop();
});
