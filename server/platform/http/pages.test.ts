import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/process.ts';
import { createMetrics } from '../metrics.ts';
import { silentLog, testConfig } from '../testing.ts';
import { createHttp } from './http.ts';
import { registerPages } from './pages.ts';

const folder = temporaryFolder();
let app: FastifyInstance;
beforeAll(async () => {
  for (const name of ['wallet', 'desk']) {
    mkdirSync(join(folder.path, 'web', name, 'assets'), { recursive: true });
    writeFileSync(join(folder.path, 'web', name, 'index.html'), `<title>${name}`);
    writeFileSync(join(folder.path, 'web', name, 'assets', 'app-1a2b.js'), `'${name}'`);
  }
  writeFileSync(join(folder.path, 'secret.txt'), 'secret');
  app = await createHttp(testConfig(), silentLog, createMetrics());
  await registerPages(app, join(folder.path, 'web'));
});
afterAll(async () => {
  await app.close();
  folder.remove();
});

const page = (url: string) => app.inject({ url, headers: { accept: 'text/html,*/*' } });

test.each([
  ['/', 'wallet'],
  ['/payments/1', 'wallet'],
  ['/help?from=home', 'wallet'],
  ['/desk/', 'desk'],
  ['/desk/conversations/1', 'desk'],
])('%s is a screen of the %s', async (url, name) => {
  const answer = await page(url);
  expect([answer.statusCode, answer.body]).toEqual([200, `<title>${name}`]);
  expect(answer.headers['cache-control']).toBe('no-cache');
});

test('/desk leads to /desk/', async () => {
  const answer = await page('/desk');
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/desk/']);
});

test('hashed files are kept for ever', async () => {
  const answer = await app.inject('/desk/assets/app-1a2b.js');
  expect([answer.body, answer.headers['cache-control']]).toEqual([
    `'desk'`,
    'public, max-age=31536000, immutable',
  ]);
});

test.each(['/api/nothing', '/assets/gone.js', '/favicon.ico', '/shop/'])(
  '%s is not found, not a page',
  async (url) => {
    const answer = await app.inject({
      url,
      headers: { accept: url.startsWith('/api') ? 'text/html' : '*/*' },
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  },
);

test('a screen is read, not written to', async () => {
  const answer = await app.inject({ method: 'POST', url: '/payments/1', headers: { accept: 'text/html' } });
  expect(answer.statusCode).toBe(404);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/desk/..%2f..%2fsecret.txt',
  '/assets/%00',
  '//secret.txt',
  '/.%5c..%5csecret.txt',
])('%s leads to nothing outside', async (url) => {
  const answer = await app.inject({ url });
  expect(answer.body).not.toContain('secret\n');
  expect(answer.body).not.toBe('secret');
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(answer.statusCode).toBeLessThan(500);
});
