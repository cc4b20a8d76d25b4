import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chargeOf, KEY, startSandbox, transferOf, until } from './testing.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  token = await sandbox.cardToken('4242424242424242');
});
afterEach(() => sandbox.remove('/faults'));
afterAll(() => sandbox.close());

/** POSTs on a socket of its own and says how it ended: a status, or the error of the socket. */
function rawPost(path: string, body: unknown): Promise<{ status?: number; error?: string; sent: boolean }> {
  return new Promise((done) => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    let sent = false;
    const call = request(sandbox.url + path, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => done({ status: response.statusCode, sent }));
    });
    call.on('finish', () => {
      sent = true;
    });
    call.on('error', (error: NodeJS.ErrnoException) => done({ error: error.code, sent }));
    call.end(JSON.stringify(body));
  });
}

const set = async (fault: Record<string, unknown>) => {
  const { status, body } = await sandbox.post('/faults', fault);
  expect(status).toBe(201);
  return body;
};
const exists = async (reference: string) => (await sandbox.get(`/card/charges/${reference}`)).status === 200;

describe('a fault', () => {
  it.each(['refuse', 'drop_before'])('%s ends the connection with nothing processed', async (fault) => {
    await set({ operation: 'card.charge', fault });
    const charge = chargeOf(token);
    expect(await rawPost('/card/charges', charge)).toMatchObject({
      error: expect.stringMatching(/ECONNRESET|EPIPE/),
    });
    expect(await exists(charge.reference)).toBe(false);
    expect(await rawPost('/card/charges', charge)).toMatchObject({ status: 200 });
  });

  it('drop_after ends the connection with everything processed', async () => {
    await set({ operation: 'card.charge', fault: 'drop_after' });
    const charge = chargeOf(token);
    expect(await rawPost('/card/charges', charge)).toMatchObject({ error: 'ECONNRESET', sent: true });
    expect((await sandbox.get(`/card/charges/${charge.reference}`)).body.status).toBe('captured');
  });

  it.each([500, 503])('error answers %i with nothing processed', async (status) => {
    await set({ operation: 'card.charge', fault: 'error', status });
    const charge = chargeOf(token);
    const answer = await sandbox.post('/card/charges', charge);
    expect([answer.status, answer.body.error.code]).toEqual([status, '96']);
    expect(await exists(charge.reference)).toBe(false);
  });

  it('slow delays and then processes, even when the caller has gone', async () => {
    await set({ operation: 'card.charge', fault: 'slow', delayMs: 120 });
    const before = performance.now();
    expect((await sandbox.post('/card/charges', chargeOf(token))).body.status).toBe('captured');
    expect(performance.now() - before).toBeGreaterThan(115);

    await set({ operation: 'card.charge', fault: 'slow', delayMs: 500 });
    const charge = chargeOf(token);
    const leaving = new AbortController();
    const waiting = sandbox.post('/card/charges', charge, leaving.signal);
    await until(async () => (await sandbox.get('/faults')).body.faults.length === 0);
    leaving.abort();
    await expect(waiting).rejects.toThrow();
    expect(await exists(charge.reference)).toBe(false);
    await until(() => exists(charge.reference));
  });

  it('strikes as often as asked, only its operation, oldest first', async () => {
    await set({ operation: 'bank.debit', fault: 'error', times: 2 });
    await set({ operation: 'bank.debit', fault: 'drop_before' });
    const account = await sandbox.accountToken('000123456789');
    expect(await rawPost('/card/charges', chargeOf(token))).toMatchObject({ status: 200 });
    const ends = [];
    for (let time = 0; time < 4; time += 1) ends.push(await rawPost('/bank/debits', transferOf(account)));
    expect(ends.map(({ status, error }) => status ?? error)).toEqual([503, 503, 'ECONNRESET', 200]);
    expect((await sandbox.get('/faults')).body).toMatchObject({ faults: [], random: null });
  });

  it.each([
    ['card.token', '/card/tokens'],
    ['card.charge', '/card/charges'],
    ['card.capture', '/card/charges/x/captures'],
    ['card.void', '/card/charges/x/voids'],
    ['card.refund', '/card/charges/x/refunds'],
    ['bank.account', '/bank/accounts'],
    ['bank.debit', '/bank/debits'],
    ['bank.payout', '/bank/payouts'],
    ['sms', '/sms/messages'],
    ['mail', '/mail/messages'],
  ])('on %s strikes %s', async (operation, path) => {
    await set({ operation, fault: 'drop_before' });
    expect(await rawPost(path, {})).toMatchObject({ error: 'ECONNRESET' });
    await set({ operation: '*', fault: 'refuse' });
    expect(await rawPost(path, {})).toHaveProperty('error');
  });

  it.each([
    ['card.inquiry', '/card/charges/x'],
    ['bank.inquiry', '/bank/debits/x'],
    ['bank.inquiry', '/bank/payouts/x'],
  ])('on %s strikes %s', async (operation, path) => {
    await set({ operation, fault: 'drop_before' });
    await expect(sandbox.get(path)).rejects.toThrow('fetch failed');
  });

  it('is used up by nobody without the key', async () => {
    await set({ operation: 'card.charge', fault: 'error' });
    await fetch(`${sandbox.url}/card/charges`, { method: 'POST' });
    expect((await sandbox.get('/faults')).body.faults).toMatchObject([{ fault: 'error', remaining: 1 }]);
  });

  it('can be removed alone', async () => {
    const { id } = await set({ operation: 'sms', fault: 'error' });
    await set({ operation: 'mail', fault: 'slow' });
    expect((await sandbox.remove(`/faults/${id}`)).status).toBe(204);
    expect((await sandbox.get('/faults')).body.faults).toMatchObject([{ operation: 'mail', delayMs: 3000 }]);
  });

  it.each([
    { operation: 'card.inquiry', fault: 'duplicate_callback' },
    { operation: 'card.nothing', fault: 'slow' },
    { operation: '*', fault: 'slow', times: 0 },
  ])('is refused when it makes no sense: %j', async (fault) => {
    expect((await sandbox.post('/faults', fault)).status).toBe(400);
  });

  it('cannot be set by another site’s form', async () => {
    const body = JSON.stringify({ operation: '*', fault: 'error' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type };
      expect((await fetch(`${sandbox.url}/faults`, { method: 'POST', headers, body })).status).toBe(415);
    }
  });
});

describe('random faults', () => {
  const draws = async (seed: number) => {
    await sandbox.post('/faults/random', { seed, rates: { drop_before: 0.2, error: 0.2 } });
    const ends: unknown[] = [];
    for (let time = 0; time < 40; time += 1) {
      const { status, error } = await rawPost('/card/charges', chargeOf(token));
      ends.push(status ?? error);
    }
    return ends;
  };

  it('come again from the same seed, and at about their rates', async () => {
    const first = await draws(7);
    expect(await draws(7)).toEqual(first);
    expect(await draws(8)).not.toEqual(first);
    const count = (end: unknown) => first.filter((each) => each === end).length;
    expect(count('ECONNRESET')).toBeGreaterThan(1);
    expect(count(503)).toBeGreaterThan(1);
    expect(count(200)).toBeGreaterThan(12);
  });

  it('stop when cleared', async () => {
    await sandbox.post('/faults/random', { seed: 1, rates: { error: 1 } });
    expect((await sandbox.post('/card/charges', chargeOf(token))).status).toBe(503);
    await sandbox.remove('/faults');
    expect((await sandbox.post('/card/charges', chargeOf(token))).status).toBe(200);
  });

  it('refuse rates above certainty', async () => {
    expect((await sandbox.post('/faults/random', { seed: 1, rates: { error: 0.6, slow: 0.6 } })).status).toBe(
      400,
    );
  });
});
