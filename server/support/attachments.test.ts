import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { largestFile } from '../../contract/files.ts';
import type { Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { close, openAndQueue, type Person, startDesk, take, type TestDesk, transcript } from './testing.ts';

let desk: TestDesk;
let agent: Person;
let customer: Person;
let id: string;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  [agent, customer] = await Promise.all([desk.staff(), desk.customer()]);
  id = (await openAndQueue(customer)).id;
  await take(agent, id);
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(600)]);

async function upload(
  who: Person,
  content: Buffer,
  more: { name?: string; key?: string; desk?: boolean } = {},
) {
  const { name = '截图.png', key = newId(), desk: atDesk = who === agent } = more;
  const query = new URLSearchParams({ name, clientMessageId: key });
  const response = await desk.app.inject({
    method: 'POST',
    url: `/api/${atDesk ? 'desk/' : ''}conversations/${id}/attachments?${query.toString()}`,
    headers: { cookie: who.cookie, 'content-type': 'application/octet-stream' },
    payload: content,
  });
  return { status: response.statusCode, body: response.json<Message & { code?: string }>() };
}
const download = (who: Person, message: string, of = id, atDesk = who === agent) =>
  desk.app.inject({
    url: `/api/${atDesk ? 'desk/' : ''}conversations/${of}/attachments/${message}`,
    headers: { cookie: who.cookie },
  });

test('42: a file goes both ways, is what its content says, and is only ever saved', async () => {
  const sent = await upload(customer, png, { name: '付款失败.pdf' });
  expect([sent.status, sent.body.content]).toEqual([
    201,
    { type: 'attachment', name: '付款失败.pdf', mediaType: 'image/png', size: png.length },
  ]);
  const answered = await upload(agent, pdf, { name: '回单.pdf' });
  expect((await transcript(customer, id)).slice(-2).map(({ id: message }) => message)).toEqual([
    sent.body.id,
    answered.body.id,
  ]);
  const got = await download(agent, sent.body.id);
  expect(got.rawPayload.equals(png)).toBe(true);
  expect(got.headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': expect.stringMatching(/^attachment; /),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  expect((await download(customer, answered.body.id)).rawPayload.equals(pdf)).toBe(true);
});

test('41: what is none of the kinds taken, or too large, is refused and leaves nothing', async () => {
  const before = (await transcript(customer, id)).length;
  const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
  for (const content of [
    Buffer.from(eicar),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    Buffer.concat([Buffer.from('MZ'), randomBytes(400)]),
    Buffer.from('PK\u0003\u0004 a zip'),
    Buffer.from('<!doctype html><script>alert(1)</script>'),
  ])
    expect((await upload(customer, content, { name: 'a.png' })).body.code).toBe('file_not_allowed');
  expect((await upload(customer, Buffer.alloc(largestFile + 1))).status).toBe(413);
  expect(await transcript(customer, id)).toHaveLength(before);
});

test('the same file sent again after a cut is one message; a closed conversation takes none', async () => {
  const key = newId();
  const [first, again] = [await upload(customer, png, { key }), await upload(customer, png, { key })];
  expect(again.body.id).toBe(first.body.id);
  expect((await download(customer, first.body.id)).statusCode).toBe(200);
  await close(agent, id);
  expect((await upload(customer, png)).body.code).toBe('conversation_closed');
});

test('nobody else sends or gets a file', async () => {
  const { body } = await upload(customer, png);
  const [stranger, colleague] = [await desk.customer(), await desk.staff()];
  expect((await upload(stranger, png)).status).toBe(404);
  expect((await upload(colleague, png, { desk: true })).body.code).toBe('not_allowed');
  expect((await download(stranger, body.id)).statusCode).toBe(404);
  expect((await download(colleague, body.id, id, true)).statusCode).toBe(403);
  const other = await openAndQueue(stranger);
  expect((await download(stranger, body.id, other.id)).statusCode).toBe(404);
});
