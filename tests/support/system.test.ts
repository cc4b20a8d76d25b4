import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '../../scripts/processes.ts';
import { startSystem, type TestSystem } from './system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

test('the server is ready, and ready again where it was after a kill', async () => {
  const { url, pid } = system.server;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await system.server.kill();
  expect(isAlive(pid)).toBe(false);
  await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed');
  const again = await system.restartServer();
  expect(again.url).toBe(url);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});
