import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { chargeOf, startReceiver, startSandbox, temporaryFolder, transferOf, until } from './testing.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(statusOf?: (earlier: number) => number) {
  const receiver = await startReceiver(statusOf);
  const sandbox = await startSandbox({ callbackUrl: receiver.url });
  closers.push(receiver.close, sandbox.close);
  return { receiver, sandbox };
}

describe('callbacks', () => {
  it('tell every outcome of a charge as the inquiry does', async () => {
    const { receiver, sandbox } = await start();
    const charge = chargeOf(await sandbox.cardToken('4242424242424242'), { capture: false });
    const path = `/card/charges/${charge.reference}`;
    const approved = (await sandbox.post('/card/charges', charge)).body;
    await until(() => receiver.received.length === 1);
    const captured = (await sandbox.post(`${path}/captures`, { amount: '3500' })).body;
    await until(() => receiver.received.length === 2);
    const refund = { reference: randomUUID(), amount: '500' };
    const refunded = (await sandbox.post(`${path}/refunds`, refund)).body;
    await until(() => receiver.received.length === 3);
    expect(receiver.received.map(({ body }) => [body.type, body.data])).toEqual([
      ['card.charge.updated', approved],
      ['card.charge.updated', captured],
      ['card.refund.updated', refunded],
    ]);
  });

  it('tell of transfers only when they end', async () => {
    const { receiver, sandbox } = await start();
    await sandbox.post('/bank/debits', transferOf(await sandbox.accountToken('000000000009')));
    const payout = transferOf(await sandbox.accountToken('000888888810'));
    await sandbox.post('/bank/payouts', payout);
    await until(() => receiver.received.length > 0);
    await sleep(60);
    expect(receiver.received.map(({ body }) => body)).toMatchObject([
      { type: 'bank.payout.updated', data: { reference: payout.reference, status: 'settled', code: 'ACSC' } },
    ]);
  });

  it('come for a charge that was never answered', async () => {
    const { receiver, sandbox } = await start();
    const charge = chargeOf(await sandbox.cardToken('4000000000680001'));
    await sandbox.postUnanswered('/card/charges', charge);
    await until(() => receiver.received.length === 1);
    expect(receiver.received[0]?.body.data).toMatchObject({
      reference: charge.reference,
      status: 'captured',
    });
  });

  it('do not come for a charge that still waits for its holder, but for what becomes of it', async () => {
    const { receiver, sandbox } = await start();
    const charge = chargeOf(await sandbox.cardToken('4000002500003155'));
    await sandbox.post('/card/charges', charge);
    await sleep(40);
    expect(receiver.received).toEqual([]);
    await sandbox.post(`/card/charges/${charge.reference}/authentication`, { result: 'success' });
    await until(() => receiver.received.length === 1);
  });

  it('are signed as Standard Webhooks', async () => {
    const { receiver, sandbox } = await start();
    await sandbox.post('/card/charges', chargeOf(await sandbox.cardToken('4242424242424242')));
    await until(() => receiver.received.length === 1);
    const [callback] = receiver.received;
    const header = (name: string) => String(callback?.headers[name]);
    const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
    const expected = createHmac('sha256', 'secret-for-tests').update(`${id}.${timestamp}.${callback?.raw}`);
    expect(header('webhook-signature')).toBe(`v1,${expected.digest('base64')}`);
    expect(id).toBe(callback?.body.id);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5);
  });

  it('are sent again until accepted, under the same id', async () => {
    const { receiver, sandbox } = await start((earlier) => [500, 302, 204][earlier] ?? 204);
    await sandbox.post('/card/charges', chargeOf(await sandbox.cardToken('4242424242424242')));
    await until(() => receiver.received.length === 3);
    await sleep(60);
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
  });

  it('are given up in the end', async () => {
    const { receiver, sandbox } = await start(() => 500);
    await sandbox.post('/card/charges', chargeOf(await sandbox.cardToken('4242424242424242')));
    await until(() => receiver.received.length === 4);
    await sleep(80);
    expect(receiver.received).toHaveLength(4);
  });

  it('come twice on demand', async () => {
    const { receiver, sandbox } = await start();
    await sandbox.post('/faults', { operation: 'card.charge', fault: 'duplicate_callback' });
    await sandbox.post('/card/charges', chargeOf(await sandbox.cardToken('4242424242424242')));
    await until(() => receiver.received.length === 2);
    await sleep(40);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[0]?.raw).toBe(receiver.received[1]?.raw);
  });

  it('come late on demand', async () => {
    const { receiver, sandbox } = await start();
    await sandbox.post('/faults', { operation: '*', fault: 'late_callback', delayMs: 150 });
    const charge = chargeOf(await sandbox.cardToken('4242424242424242'));
    const before = performance.now();
    await sandbox.post('/card/charges', charge);
    await until(() => receiver.received.length === 1);
    expect(performance.now() - before).toBeGreaterThan(145);
  });

  it('outlive a restart, and so does a transfer under way', async () => {
    const unreachable = await startReceiver();
    await unreachable.close();
    const data = temporaryFolder();
    const first = await startSandbox({ data, callbackUrl: unreachable.url });
    const charge = chargeOf(await first.cardToken('4242424242424242'));
    const payout = transferOf(await first.accountToken('000888888811'));
    await first.post('/card/charges', charge);
    await first.post('/bank/payouts', payout);
    await first.close();

    const receiver = await startReceiver();
    const second = await startSandbox({ data, callbackUrl: receiver.url });
    closers.push(receiver.close, second.close);
    await until(() => receiver.received.length === 2);
    const told = receiver.received.map(({ body }) => [body.data.reference, body.data.status]);
    expect(Object.fromEntries(told)).toEqual({
      [charge.reference]: 'captured',
      [payout.reference]: 'rejected',
    });
  });
});
