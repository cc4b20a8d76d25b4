import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newId } from '../platform/ids.ts';
import { open } from '../support/testing.ts';
import { openSocket, startChat, type TestChat } from './testing.ts';

let chat: TestChat;
beforeAll(async () => {
  chat = await startChat();
});
afterAll(() => chat.stop());

test('a session that ends loses its socket within seconds, and so does one whose role has changed', async () => {
  const [customer, agent, promoted] = await Promise.all([chat.customer(), chat.staff(), chat.staff()]);
  const [wallet, desk, promotedDesk] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'desk', agent),
    openSocket(chat.port, 'desk', promoted),
  ]);
  await customer.call('DELETE', '/sessions/current');
  await chat.platform.db.query(`update identity.staff set role = 'supervisor' where id = $1`, [promoted.id]);
  const since = performance.now();
  expect(await wallet.closed).toBe(1008);
  expect(await promotedDesk.closed).toBe(1008);
  expect(performance.now() - since).toBeLessThan(6_000);
  expect(desk.socket.readyState).toBe(WebSocket.OPEN);
  await desk.end();
});

test('what is said at a socket is use of its session, that it is open is not: idle, it ends', async () => {
  const customer = await chat.customer();
  const { id } = await open(customer);
  const wallet = await openSocket(chat.port, 'customer', customer);
  wallet.send({ type: 'subscribe', conversationId: id, after: 0 });
  chat.pass(4.5 * 60_000);
  wallet.send({ type: 'send', conversationId: id, clientMessageId: newId(), text: '还在吗？' });
  await wallet.next('acknowledged');
  const usedAt = async () => {
    const [session] = await chat.platform.db.query<{ last_used_at: Date }>(
      'select last_used_at from identity.session where customer_id = $1',
      [customer.id],
    );
    return session?.last_used_at.getTime();
  };
  const minuteAgo = chat.platform.clock.now().getTime() - 60_000;
  await expect.poll(usedAt, { timeout: 8_000 }).toBeGreaterThan(minuteAgo);
  expect(wallet.socket.readyState).toBe(WebSocket.OPEN);
  wallet.send({ type: 'ping' });
  await wallet.next('pong');
  chat.pass(5 * 60_000);
  expect(await wallet.closed).toBe(1008);
});
