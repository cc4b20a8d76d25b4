import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { problems, type ErrorCode } from '../../../contract/problem.ts';
import { route } from '../../../contract/route.ts';
import { OverloadedError } from '../group-commit.ts';
import { createMetrics } from '../metrics.ts';
import { ProblemError } from '../problem.ts';
import { silentLog, testConfig } from '../testing.ts';
import { createHttp, isOwnOrigin } from './http.ts';
import { registerPages } from './pages.ts';
import { createServe } from './serve.ts';

const note = route({
  method: 'POST',
  path: '/api/notes/:id',
  caller: 'public',
  summary: 'Write a note.',
  params: z.object({ id: z.string().check(z.maxLength(300)) }),
  query: z.strictObject({ loud: z.optional(z.string()) }),
  body: z.strictObject({ text: z.string(), list: z.optional(z.array(z.strictObject({ n: z.number() }))) }),
  result: z.object({ text: z.string() }),
  status: 201,
  errors: [],
});
const remove = route({
  method: 'DELETE',
  path: '/api/notes/:id',
  caller: 'public',
  summary: 'Remove it.',
  errors: [],
});
const failing = route({
  method: 'GET',
  path: '/api/failures/:kind',
  caller: 'public',
  summary: 'Fail.',
  params: z.object({ kind: z.string() }),
  result: z.object({}),
  errors: [],
});

let app: FastifyInstance;
let port: number;
const publicUrl = 'http://upay.test:8080';
beforeAll(async () => {
  const nobody = () => Promise.reject(new ProblemError('not_signed_in'));
  app = await createHttp(testConfig({ UPAY_PUBLIC_URL: publicUrl }), silentLog, createMetrics());
  const serve = createServe(app, {
    authenticators: { customer: nobody, staff: nobody, merchant: nobody },
    checkResults: true,
  });
  serve(note, async ({ body }) => ({ text: body.text === 'wrong' ? (7 as never) : body.text }));
  serve(remove, async () => undefined);
  serve(failing, async ({ params }) => {
    if (params.kind === 'overload') throw new OverloadedError('too many');
    if (params.kind === 'locked')
      throw new ProblemError('too_many_requests', { retryAt: new Date(Date.now() + 90_000).toISOString() });
    throw new Error('the password of the database is hunter2');
  });
  app.get('/page', async (_request, reply) => reply.type('text/html').send('<p>hello'));
  await registerPages(app, undefined);
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as { port: number }).port;
});
afterAll(() => app.close());

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | undefined;
}
const json = { 'content-type': 'application/json' };
const send = ({ method = 'POST', path = '/api/notes/1', headers = json, body }: Sent) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });

/** Bytes on a bare socket, as no decent client sends them; everything that came back. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    setTimeout(() => socket.end(), 1_000);
  });
}

async function received(response: Response) {
  return { type: response.headers.get('content-type'), status: response.status, body: await response.json() };
}

function problem(code: keyof typeof problems, language: 'zh' | 'en') {
  const { status } = problems[code];
  const fields = code === 'invalid_request' ? { fields: expect.any(Array) } : {};
  const named = { type: `urn:upay:problem:${code}`, title: problems[code][language], status, code };
  return {
    type: 'application/problem+json; charset=utf-8',
    status,
    body: { ...named, ...fields, requestId: expect.any(String) },
  };
}

const refusals: Array<[string, Sent, keyof typeof problems]> = [
  ['JSON that is none', { body: '{"text":' }, 'malformed_request'],
  ['no JSON at all', { body: 'text=hello' }, 'malformed_request'],
  ['a prototype in the JSON', { body: '{"text":"x","__proto__":{"admin":true}}' }, 'malformed_request'],
  ['10 MB', { body: JSON.stringify({ text: 'x'.repeat(10_000_000) }) }, 'body_too_large'],
  ['just too much', { body: JSON.stringify({ text: 'x'.repeat(256 * 1024) }) }, 'body_too_large'],
  [
    'plain text',
    { headers: { 'content-type': 'text/plain' }, body: '{"text":"x"}' },
    'unsupported_media_type',
  ],
  [
    'a form',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'text=x' },
    'unsupported_media_type',
  ],
  [
    'parts',
    { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
    'unsupported_media_type',
  ],
  ['XML', { headers: { 'content-type': 'application/xml' }, body: '<text/>' }, 'unsupported_media_type'],
  ['deep JSON', { body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }, 'invalid_request'],
  [
    'deep JSON in a field',
    { body: `{"text":"x","list":${'['.repeat(50_000)}${']'.repeat(50_000)}}` },
    'invalid_request',
  ],
  ['an unknown field', { body: '{"text":"x","role":"admin"}' }, 'invalid_request'],
  ['an unknown field within', { body: '{"text":"x","list":[{"n":1,"m":2}]}' }, 'invalid_request'],
  ['a NUL', { body: '{"text":"x\\u0000y"}' }, 'invalid_request'],
  ['half a surrogate', { body: '{"text":"x\\ud800y"}' }, 'invalid_request'],
  ['a NUL in the query', { path: '/api/notes/1?loud=%00', body: '{"text":"x"}' }, 'invalid_request'],
  ['a NUL in the address', { path: '/api/notes/a%00b', body: '{"text":"x"}' }, 'invalid_request'],
  ['a wrong type', { body: '{"text":["x"]}' }, 'invalid_request'],
  ['no body', {}, 'invalid_request'],
  ['null', { body: 'null' }, 'invalid_request'],
  ['an unknown parameter', { path: '/api/notes/1?quiet=1', body: '{"text":"x"}' }, 'invalid_request'],
  ['a parameter twice', { path: '/api/notes/1?loud=1&loud=2', body: '{"text":"x"}' }, 'invalid_request'],
  ['an unknown address', { path: '/api/nothing', body: '{}' }, 'not_found'],
  ['an address of 10 kB', { path: `/api/notes/${'x'.repeat(10_000)}`, body: '{}' }, 'not_found'],
  ['a method that is not served', { method: 'PATCH', body: '{}' }, 'method_not_allowed'],
  ['an address that is none', { path: '/api/notes/%E0%A4%A', body: '{}' }, 'malformed_request'],
  [
    'another site’s page',
    { headers: { ...json, origin: 'https://evil.example' }, body: '{"text":"x"}' },
    'origin_not_allowed',
  ],
  ['a page of no site', { headers: { ...json, origin: 'null' }, body: '{"text":"x"}' }, 'origin_not_allowed'],
];

test.each(refusals)('%s is refused in Chinese', async (_, sent, code) => {
  expect(await received(await send(sent))).toEqual(problem(code, 'zh'));
});

test.each(refusals)('%s is refused in English', async (_, sent, code) => {
  const headers = { ...(sent.headers ?? json), 'accept-language': 'en-GB,zh;q=0.5' };
  expect(await received(await send({ ...sent, headers }))).toEqual(problem(code, 'en'));
});

test('a method that is not served is answered with those that are', async () => {
  const answer = await send({ method: 'PUT', body: '{}' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
});

test('what is wrong is named by its path', async () => {
  const response = await send({ body: '{"text":"x","list":[{"n":"1"}],"more":1}', path: '/api/notes/1' });
  expect(await response.json()).toMatchObject({
    fields: [
      { path: 'body.list.0.n', message: 'invalid_type' },
      { path: 'body', message: 'unknown field' },
    ],
  });
});

test('text that the database cannot keep is named by its path', async () => {
  const response = await send({ body: '{"text":"x\\u0000"}', path: '/api/notes/1' });
  expect(await response.json()).toMatchObject({
    fields: [{ path: 'body.text', message: 'hidden_characters' }],
  });
});

test('deep, large and hostile bodies are answered within a second', async () => {
  const bodies = [
    `${'['.repeat(120_000)}${']'.repeat(120_000)}`,
    `{"a":`.repeat(40_000) + '1' + '}'.repeat(40_000),
    JSON.stringify({ text: 'a'.repeat(50_000) }),
    `{"text":"x",${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
  ];
  for (const body of bodies) {
    const started = performance.now();
    const response = await send({ body });
    await response.text();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect([201, 400, 422]).toContain(response.status);
  }
});

test('both a length and chunks are refused, so that no proxy reads it otherwise', async () => {
  const smuggled = await sendRaw(
    'POST /api/notes/1 HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /page HTTP/1.1\r\nhost: x\r\n\r\n',
  );
  expect(smuggled).toMatch(/^HTTP\/1\.1 400 /);
  expect(smuggled).toContain('application/problem+json');
  expect(smuggled).toContain('"code":"malformed_request"');
  expect(smuggled.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test.each([
  [
    'two lengths',
    'POST /api/notes/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
  ],
  ['a length that is none', 'POST /api/notes/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 1e3\r\n\r\n{}'],
  ['a broken header', 'GET /page HTTP/1.1\r\nhost x\r\n\r\n'],
  ['no host', 'GET /page HTTP/1.1\r\n\r\n'],
  ['no HTTP', 'hello\r\n\r\n'],
])('%s is refused as malformed', async (_, bytes) => {
  expect(await sendRaw(bytes)).toMatch(/^HTTP\/1\.1 400 /);
});

test('headers of more than 16 kB are refused', async () => {
  expect(await sendRaw(`GET /page HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
});

test('a body or none: a removal needs none, whatever type it announces', async () => {
  for (const headers of [{}, json] as Record<string, string>[])
    expect((await send({ method: 'DELETE', headers })).status).toBe(204);
});

test('an answer is in JSON, by the contract’s status, and kept by nobody', async () => {
  const response = await send({ body: '{"text":"午饭"}' });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ text: '午饭' });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
});

test('a forwarded address is believed from the proxies that are configured, and from nobody else', async () => {
  const proxied = await createHttp(
    testConfig({ UPAY_TRUSTED_PROXIES: '10.0.0.1' }),
    silentLog,
    createMetrics(),
  );
  proxied.get('/from', (request, reply) => void reply.send(request.ip));
  const from = async (remoteAddress: string, forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded };
    return (await proxied.inject({ url: '/from', remoteAddress, headers })).body;
  };
  expect(await from('10.0.0.1', '203.0.113.7')).toBe('203.0.113.7');
  expect(await from('10.0.0.1', '198.51.100.1, 203.0.113.7'), 'what a client wrote first').toBe(
    '203.0.113.7',
  );
  expect(await from('10.0.0.2', '203.0.113.7')).toBe('10.0.0.2');
  await proxied.close();
});

test('refusals are kept by nobody either', async () => {
  for (const sent of [
    { path: '/api/nothing' },
    { body: '{' },
    { headers: { ...json, origin: 'https://evil.example' } },
  ])
    expect((await send(sent)).headers.get('cache-control')).toBe('no-store');
});

test('pages may load only what is ours, are framed nowhere and sniffed by nobody', async () => {
  const { headers } = await send({ method: 'GET', path: '/page', headers: {} });
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('what we did not foresee is told in one sentence, without what went wrong inside', async () => {
  const response = await send({ method: 'GET', path: '/api/failures/surprise', headers: {} });
  const text = await response.text();
  expect([response.status, JSON.parse(text).code]).toEqual([500, 'internal_error']);
  expect(text).not.toMatch(/hunter2|stack|at /);
});

test('too many callers waiting is a service that is unavailable for now', async () => {
  const response = await send({ method: 'GET', path: '/api/failures/overload', headers: {} });
  expect([response.status, ((await response.json()) as { code: ErrorCode }).code]).toEqual([
    503,
    'service_unavailable',
  ]);
});

test('a refusal that ends says in a header when', async () => {
  const response = await send({ method: 'GET', path: '/api/failures/locked', headers: {} });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(85);
  expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(90);
});

test('an answer that breaks the contract is our error', async () => {
  expect((await send({ body: '{"text":"wrong"}' })).status).toBe(500);
});

test.each([
  [undefined, 'upay.test:8080', true],
  ['http://upay.test:8080', 'anything', true],
  ['http://127.0.0.1:9000', '127.0.0.1:9000', true],
  ['https://upay.test:8080', 'other', false],
  ['http://upay.test', 'upay.test:8080', false],
  ['http://upay.test:8080.evil.example', 'upay.test:8080', false],
  ['http://evil.example', undefined, false],
  ['null', 'upay.test:8080', false],
  ['', '', false],
  ['upay.test:8080', 'upay.test:8080', false],
  ['file://', '', false],
  ['chrome-extension://127.0.0.1:9000', '127.0.0.1:9000', false],
])('origin %j at host %j is ours: %s', (origin, host, own) => {
  expect(isOwnOrigin(origin, host, publicUrl)).toBe(own);
});
