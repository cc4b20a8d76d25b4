import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { systemClock } from '../clock.ts';
import { createPlatform, type Platform } from '../platform.ts';
import { testConfig } from '../testing.ts';
import { registerHealth } from './health.ts';
import { createHttp } from './http.ts';
import { registerPages } from './pages.ts';

let database: TestDatabase;
let platform: Platform;
let app: FastifyInstance;
beforeEach(async () => {
  database = await createTestDatabase();
  const config = testConfig({ UPAY_DATABASE_URL: database.url, UPAY_TRUSTED_PROXIES: '127.0.0.1' });
  platform = createPlatform(config, systemClock);
  app = await createHttp(config, platform.log, platform.metrics);
  registerHealth(app, platform);
  await registerPages(app, undefined);
});
afterEach(async () => {
  await app.close();
  await platform.db.close();
  await database.drop();
});

test('healthy and ready while the database answers; without it still healthy, and not ready', async () => {
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
  await database.drop();
  const gone = await app.inject('/readyz');
  expect([gone.statusCode, gone.json().code]).toEqual([503, 'service_unavailable']);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
});

test('metrics count requests by route, not by address, and are for this machine only', async () => {
  await app.inject('/healthz');
  await app.inject('/nothing-here');
  const scraped = await app.inject('/metrics');
  expect(scraped.headers['content-type']).toContain('text/plain');
  expect(scraped.body).toContain(
    'upay_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
  );
  expect(scraped.body).not.toContain('nothing-here');
  for (const remoteAddress of ['10.0.0.7', '::ffff:10.0.0.7', '2001:db8::1'])
    expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(404);
  const proxied = { url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } };
  expect((await app.inject(proxied)).statusCode).toBe(404);
  expect((await app.inject({ url: '/metrics', remoteAddress: '::1' })).statusCode).toBe(200);
});
