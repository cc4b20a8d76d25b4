import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_ACCOUNTS } from './outcomes.ts';
import { chargeOf, startSandbox, transferOf, until } from './testing.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('bank accounts', () => {
  it('names the bank by its code or by the card number', async () => {
    const account = { accountNumber: '6225 8800 0000 0001', holderName: '王芳' };
    const { status, body } = await sandbox.post('/bank/accounts', account);
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^bank_/),
      bank: { zh: '招商银行', en: 'China Merchants Bank' },
      last4: '0001',
    });
    const named = await sandbox.post('/bank/accounts', { ...account, bankCode: 'CCB' });
    expect(named.body.bank.zh).toBe('中国建设银行');
  });

  it.each([
    [{ accountNumber: '12ab' }, 'AC01'],
    [{ accountNumber: '000111111116' }, 'AC01'],
    [{ accountNumber: '000123456789', bankCode: 'NONE' }, 'RC01'],
  ])('refuses %j', async (change, code) => {
    const { status, body } = await sandbox.post('/bank/accounts', { holderName: '王芳', ...change });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ network: 'bank', code });
  });
});

describe.each(['debits', 'payouts'])('bank %s', (kind) => {
  const registered = TEST_ACCOUNTS.filter(({ behaviour }) => behaviour.effect !== 'unknown');

  it.each(registered.map(({ number, behaviour }) => [number, behaviour] as const))(
    '%s',
    async (number, behaviour) => {
      const transfer = transferOf(await sandbox.accountToken(number));
      const post = behaviour.effect === 'no_answer' ? sandbox.postUnanswered : sandbox.post;
      const answer = await post(`/bank/${kind}`, transfer);
      const inquire = async () => (await sandbox.get(`/bank/${kind}/${transfer.reference}`)).body;
      expect(answer.body).toMatchObject({ reference: transfer.reference, network: 'bank' });
      switch (behaviour.effect) {
        case 'settle':
        case 'no_answer':
          expect(await inquire()).toMatchObject({ status: 'settled', code: 'ACSC' });
          break;
        case 'reject':
          expect(await inquire()).toMatchObject({ status: 'rejected', code: behaviour.code });
          break;
        case 'pend': {
          expect(answer.body).toMatchObject({ status: 'accepted', code: 'ACSP' });
          if (behaviour.never) break;
          await until(async () => (await inquire()).status !== 'accepted');
          const ended = behaviour.afterwards
            ? { status: 'rejected', code: behaviour.afterwards }
            : { status: 'settled', code: 'ACSC' };
          expect(await inquire()).toMatchObject(ended);
        }
      }
    },
  );

  it('answers a repeat as before and another body with 409 / 94', async () => {
    const transfer = transferOf(await sandbox.accountToken('000123456789'));
    const first = await sandbox.post(`/bank/${kind}`, transfer);
    expect(await sandbox.post(`/bank/${kind}`, transfer)).toEqual(first);
    const other = await sandbox.post(`/bank/${kind}`, { ...transfer, amount: '1' });
    expect([other.status, other.body.error.code]).toEqual([409, '94']);
  });

  it('is 404 / 25 when it was never processed', async () => {
    const { status, body } = await sandbox.get(`/bank/${kind}/${randomUUID()}`);
    expect([status, body.error.code]).toEqual([404, '25']);
  });
});

it('reports what settled in a day, and only that', async () => {
  const other = await startSandbox();
  const account = await other.accountToken('000123456789');
  const debit = transferOf(account);
  const payout = transferOf(account, { amount: '100' });
  const charge = chargeOf(await other.cardToken('4242424242424242'), { amount: '12345' });
  const refund = { reference: randomUUID(), amount: '345' };
  await other.post('/bank/debits', debit);
  await other.post('/bank/payouts', payout);
  await other.post('/bank/debits', transferOf(await other.accountToken('000222222227')));
  await other.post('/card/charges', charge);
  await other.post('/card/charges', chargeOf(await other.cardToken('4000000000009995')));
  await other.post('/card/charges', chargeOf(await other.cardToken('4242424242424242'), { capture: false }));
  await other.post(`/card/charges/${charge.reference}/refunds`, refund);

  const day = new Date().toISOString().slice(0, 10);
  const { status, body } = await other.get(`/settlements?day=${day}`);
  expect(status).toBe(200);
  const [header, ...rows] = body.trim().split('\n');
  expect(header).toBe('type,reference,amount,currency,fee,processed_at');
  const withoutTime = rows.map((row: string) => row.slice(0, row.lastIndexOf(',')));
  expect(withoutTime.sort()).toEqual(
    [
      `bank.debit,${debit.reference},3500,CNY,10`,
      `bank.payout,${payout.reference},100,CNY,50`,
      `card.charge,${charge.reference},12345,CNY,74`,
      `card.refund,${refund.reference},345,CNY,0`,
    ].sort(),
  );
  expect((await other.get('/settlements?day=2020-01-01')).body).toBe(`${header}\n`);
  expect((await other.get('/settlements?day=today')).status).toBe(400);
  await other.close();
});
