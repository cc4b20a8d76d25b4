import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { createFiles } from './files.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const region = 'cn-north-1';
const objects = new Map<string, Buffer>();
let refuseNext = 0;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** Signature Version 4 as AWS documents it, reckoned from what came over the wire. */
function isSigned({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const [, keyId, date, signed, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/cn-north-1\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (keyId !== keys.accessKeyId || date === undefined || signed === undefined) return false;
  const names = signed.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return false;
  if (headers['x-amz-content-sha256'] !== sha256(body)) return false;
  const canonical = [
    method,
    url,
    '',
    ...names.map((name) => `${name}:${String(headers[name])}`),
    '',
    signed,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${keys.secretAccessKey}`, date));
  return hmac(key, toSign).toString('hex') === signature;
}

const store = createServer((request, response) => {
  void buffer(request).then((body) => {
    const name = request.url ?? '';
    const answer = (status: number, content?: Buffer | string) => response.writeHead(status).end(content);
    if (!isSigned(request, body)) return answer(403, 'SignatureDoesNotMatch');
    if (refuseNext > 0) return answer(503, `SlowDown ${refuseNext--}`);
    if (request.method === 'PUT') {
      objects.set(name, body);
      return answer(200);
    }
    const found = objects.get(name);
    if (request.method === 'DELETE') return answer(objects.delete(name) ? 204 : 404);
    return found === undefined
      ? answer(404, 'NoSuchKey')
      : response.writeHead(200, { 'content-length': found.length }).end(found);
  });
});
const url = () => `http://127.0.0.1:${(store.address() as AddressInfo).port}/uploads`;

beforeAll(() => new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => store.close(resolve)));

test('a file is kept in the bucket, read as it was, and gone when removed, also after the store was busy', async () => {
  const files = createFiles({ s3: { url: url(), region, ...keys } });
  const [id, content] = [newId(), randomBytes(100_000)];
  expect(await files.read(id)).toBeUndefined();
  refuseNext = 1;
  expect((await files.keep(id, content)).toString('hex')).toBe(sha256(content));
  expect([...objects.keys()]).toEqual([`/uploads/${id}`]);
  const read = await files.read(id);
  expect(read?.size).toBe(content.length);
  expect(read && (await buffer(read.content)).equals(content)).toBe(true);
  await files.remove(id);
  await files.remove(id);
  expect(objects.size).toBe(0);
});

test('what the store refuses is not taken for kept, and no name leads out of the bucket', async () => {
  const wrong = createFiles({ s3: { url: url(), region, ...keys, secretAccessKey: 'another' } });
  await expect(wrong.keep(newId(), randomBytes(10))).rejects.toThrow('403');
  await expect(wrong.read(newId())).rejects.toThrow('403');
  const files = createFiles({ s3: { url: url(), region, ...keys } });
  await expect((async () => files.read('../other/key'))()).rejects.toThrow('UUID');
});
