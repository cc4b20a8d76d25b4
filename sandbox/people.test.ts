import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_ACCOUNTS, TEST_CARDS } from './outcomes.ts';
import { chargeOf, startSandbox } from './testing.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('messages', () => {
  it('are listed by recipient, newest first', async () => {
    const send = (to: string, text: string) =>
      sandbox.post('/sms/messages', { reference: randomUUID(), to, text });
    expect((await send('+8613800138000', '一')).status).toBe(202);
    await send('+8613900139000', '二');
    await send('+8613800138000', '三');
    const texts = async (query: string) =>
      (await sandbox.get(`/sms/messages${query}`)).body.messages.map(({ text }: { text: string }) => text);
    expect(await texts('?to=%2B8613800138000')).toEqual(['三', '一']);
    expect(await texts('?to=+8613800138000')).toEqual(['三', '一']);
    expect(await texts('')).toEqual(['三', '二', '一']);
  });

  it('are sent once under one reference', async () => {
    const mail = { reference: randomUUID(), to: 'wang@example.com', subject: '您好', text: '…' };
    const first = await sandbox.post('/mail/messages', mail);
    expect(await sandbox.post('/mail/messages', mail)).toEqual(first);
    expect((await sandbox.post('/mail/messages', { ...mail, text: '?' })).status).toBe(409);
    const { messages } = (await sandbox.get('/mail/messages?to=wang@example.com')).body;
    expect(messages).toMatchObject([{ subject: '您好', reference: mail.reference }]);
    expect((await sandbox.get('/mail/messages?to=li@example.com')).body.messages).toEqual([]);
  });

  it('go only to numbers in E.164', async () => {
    const message = { reference: randomUUID(), to: '13800138000', text: '一' };
    expect((await sandbox.post('/sms/messages', message)).status).toBe(400);
  });
});

describe('the page', () => {
  it.each([
    ['/', 'zh-CN', '测试卡'],
    ['/?lang=en', 'en', 'Test cards'],
  ])('%s is in %s, with every test number and nothing from outside', async (path, lang, words) => {
    const response = await fetch(sandbox.url + path);
    const markup = await response.text();
    expect(markup).toContain(`<html lang="${lang}">`);
    expect(markup).toContain(words);
    for (const { number } of [...TEST_CARDS, ...TEST_ACCOUNTS])
      expect(markup).toContain(`data-copy="${number}"`);
    expect(markup).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(markup).not.toMatch(/<style|style=|<script>| on\w+=/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    for (const asset of ['/page.css', '/page.js', '/page.svg'])
      expect((await fetch(sandbox.url + asset)).status).toBe(200);
  });

  it('is healthy', async () => {
    expect(await sandbox.get('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  });
});

describe('the 3-D Secure page', () => {
  const back = 'http://127.0.0.1:9199/pay?id=1&x=2';
  const challenged = async (change: Record<string, unknown> = {}) => {
    const charge = chargeOf(await sandbox.cardToken('4000002500003155'), change);
    await sandbox.post('/card/charges', charge);
    const address = `${sandbox.url}/card/authentication/${charge.reference}?return=${encodeURIComponent(back)}`;
    return { charge, address };
  };
  const press = (address: string, result: string) =>
    fetch(address, { method: 'POST', body: new URLSearchParams({ result }), redirect: 'manual' });

  it.each([
    ['success', 'captured', '00'],
    ['failure', 'declined', '1A'],
  ])('%s makes it %s and returns', async (result, status, code) => {
    const { charge, address } = await challenged();
    const response = await press(address, result);
    expect([response.status, response.headers.get('location')]).toEqual([303, back]);
    expect((await sandbox.get(`/card/charges/${charge.reference}`)).body).toMatchObject({ status, code });
    const again = await press(address, 'failure');
    expect([again.status, again.headers.get('location')]).toEqual([303, back]);
    expect((await sandbox.get(`/card/charges/${charge.reference}`)).body).toMatchObject({ status, code });
  });

  it('shows merchant and exact amount in both languages, as text', async () => {
    const { address } = await challenged({ merchantName: '<b>"店"</b>', amount: '123456789012345' });
    const chinese = await (await fetch(address)).text();
    expect(chinese).toContain('¥1,234,567,890,123.45');
    expect(chinese).toContain('&lt;b&gt;&quot;店&quot;&lt;/b&gt;');
    expect(chinese).toContain('通过验证');
    const english = { headers: { 'accept-language': 'en-US,en;q=0.9' } };
    expect(await (await fetch(address, english)).text()).toContain('Cardholder authentication');
    expect(await (await fetch(`${address}&lang=zh`, english)).text()).toContain('通过验证');
    expect(await (await fetch(`${address}&lang=en`)).text()).toContain('Cardholder authentication');
  });

  it.each(['javascript:alert(1)', '/pay', ''])('does not return to %j', async (target) => {
    const { charge } = await challenged();
    const address = `${sandbox.url}/card/authentication/${charge.reference}?return=${encodeURIComponent(target)}`;
    expect((await fetch(address)).status).toBe(400);
    expect((await press(address, 'success')).status).toBe(400);
    expect((await sandbox.get(`/card/charges/${charge.reference}`)).body.status).toBe(
      'requires_authentication',
    );
  });
});
