import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutsideUrl, isPublicAddress, postOutside } from './outside.ts';

let server: Server;
let origin: string;
const seen: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.url === '/redirect') response.writeHead(302, { location: '/secret' }).end();
    else if (request.url === '/large') response.end(Buffer.alloc(200_000, 'x'));
    else if (request.url === '/silent') return;
    else if (request.url === '/cut') request.socket.destroy();
    else response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const post = (url: string, loopbackOrigins: string[] = [], timeoutMilliseconds = 2_000) =>
  postOutside({
    url,
    headers: {},
    body: '{}',
    timeoutMilliseconds,
    maximumResponseBytes: 65_536,
    loopbackOrigins,
  });

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001:db8::1',
  'localhost',
  '',
])('%s is not an address of the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.216.34', '2606:4700:4700::1111', '8.8.8.8'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  'http://example.com/',
  'https://user:secret@example.com/',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://10.0.0.1:8443/x',
  'https://localhost/',
  'https://intranet/',
  'file:///etc/passwd',
  'not a url',
])('%s is refused by its text alone', async (url) => {
  expect(isOutsideUrl(url, [])).toBe(false);
  expect(await post(url)).toEqual({ kind: 'failed', reason: 'forbidden_address' });
});

test('a name that leads to this machine or a private network is refused when connecting', async () => {
  const { port } = server.address() as AddressInfo;
  seen.length = 0;
  // Resolves to the loopback address, as a name that was rebound would.
  expect(isOutsideUrl(`https://localhost.localdomain:${port}/`, [])).toBe(true);
  const answer = await post(`https://localhost.localdomain:${port}/`);
  expect(answer.kind === 'failed' && ['forbidden_address', 'ENOTFOUND', 'EAI_AGAIN']).toContain(
    answer.kind === 'failed' ? answer.reason : '',
  );
  const named = await post(`http://localhost:${port}/named`, [`http://localhost:${port}`]);
  expect(named).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
  expect(seen).toEqual(['POST /named']);
});

test('an allowed origin is that origin and nothing else', async () => {
  expect(await post(`${origin}/`, [origin])).toMatchObject({ kind: 'answered', status: 200 });
  expect(await post(`${origin}/`, ['http://127.0.0.1:1'])).toMatchObject({ reason: 'forbidden_address' });
  // Allowed by name, but not on this machine.
  expect(await post('http://10.0.0.1/', ['http://10.0.0.1'])).toMatchObject({ reason: 'forbidden_address' });
});

test('redirects are not followed, long answers cut off, silence ends, and a cut is told', async () => {
  seen.length = 0;
  expect(await post(`${origin}/redirect`, [origin])).toMatchObject({ kind: 'answered', status: 302 });
  expect(seen).toEqual(['POST /redirect']);
  expect(await post(`${origin}/large`, [origin])).toEqual({ kind: 'failed', reason: 'response_too_large' });
  expect(await post(`${origin}/silent`, [origin], 100)).toEqual({ kind: 'failed', reason: 'timeout' });
  expect(await post(`${origin}/cut`, [origin])).toEqual({ kind: 'failed', reason: 'ECONNRESET' });
  expect(await post('http://127.0.0.1:1/', ['http://127.0.0.1:1'])).toEqual({
    kind: 'failed',
    reason: 'ECONNREFUSED',
  });
});
