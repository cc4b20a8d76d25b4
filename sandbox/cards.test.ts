import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkOf, passesLuhn } from './card-numbers.ts';
import { TEST_CARDS } from './outcomes.ts';
import { chargeOf, startSandbox } from './testing.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const card = { number: '4242424242424242', expMonth: 12, expYear: 2090, cvc: '123', holderName: '王芳' };

/** Charges; the inquiry says the same as the answer. */
async function outcomeOf(charge: ReturnType<typeof chargeOf>) {
  const answer = await sandbox.post('/card/charges', charge);
  expect(await sandbox.get(`/card/charges/${charge.reference}`)).toEqual(answer);
  return answer.body;
}

describe('card tokens', () => {
  it('names network, issuer and funding, and gives another token each time', async () => {
    const first = await sandbox.post('/card/tokens', { ...card, number: '4242 4242 4242 4242' });
    expect(first).toEqual({
      status: 201,
      body: {
        token: expect.stringMatching(/^card_[\w-]{24}$/),
        network: 'visa',
        bin: '424242',
        last4: '4242',
        funding: 'credit',
        issuer: { zh: '沙盒银行', en: 'Sandbox Bank' },
        expMonth: 12,
        expYear: 2090,
      },
    });
    expect((await sandbox.post('/card/tokens', card)).body.token).not.toBe(first.body.token);
  });

  it.each([
    ['4000056655665556', 'visa', 'debit', 'Sandbox Bank'],
    ['5555555555554444', 'mastercard', 'credit', 'Sandbox Bank'],
    ['2223003122003222', 'mastercard', 'credit', 'Sandbox Bank'],
    ['6200000000000005', 'unionpay', 'credit', 'Sandbox Bank'],
    ['6205500000000000004', 'unionpay', 'credit', 'Sandbox Bank'],
    ['6225880000000001', 'unionpay', 'debit', 'China Merchants Bank'],
    ['378282246310005', 'amex', 'credit', 'Sandbox Bank'],
  ])('%s is %s %s of %s', async (number, network, funding, issuer) => {
    const cvc = network === 'amex' ? '1234' : '123';
    const { body } = await sandbox.post('/card/tokens', { ...card, number, cvc });
    expect(body).toMatchObject({ network, funding, issuer: { en: issuer } });
  });

  it.each([
    ['a wrong check digit', { number: '4242424242424241' }, 'visa', '14'],
    ['a number of no network', { number: '9999999999999995' }, 'unknown', '14'],
    ['a past expiry', { expMonth: 10, expYear: 2026 }, 'visa', '54'],
    ['a CVC of the wrong length', { cvc: '1234' }, 'visa', 'N7'],
  ])('refuses %s', async (_what, change, network, code) => {
    const { status, body } = await sandbox.post('/card/tokens', { ...card, ...change });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ network, code });
  });

  it('keeps neither number nor CVC', async () => {
    await sandbox.post('/card/tokens', {
      ...card,
      number: '5105105105105100',
      cvc: '739',
      holderName: '李四',
    });
    const journal = readFileSync(join(sandbox.config.data, 'journal.jsonl'), 'utf8');
    const kept = journal.split('\n').find((line) => line.includes('"last4":"5100"')) ?? '';
    expect(Object.keys(JSON.parse(kept)[0].value).sort()).toEqual(
      ['behaviour', 'bin', 'expMonth', 'expYear', 'funding', 'issuer', 'last4', 'network', 'token'].sort(),
    );
    expect(kept).not.toMatch(/5105105|"739"|李四/);
  });

  it('answers nobody without the key', async () => {
    const response = await fetch(`${sandbox.url}/card/tokens`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
  });

  it('says what is malformed without repeating it', async () => {
    const { status, body } = await sandbox.post('/card/tokens', { ...card, number: '4242x', expMonth: 13 });
    expect(status).toBe(400);
    expect(body.error.code).toBe('30');
    expect(body.error.message).toMatch(/number.*expMonth/);
    expect(body.error.message).not.toContain('4242x');
  });
});

describe('test cards', () => {
  it.each(TEST_CARDS.map(({ number, behaviour }) => [number, behaviour] as const))(
    '%s',
    async (number, behaviour) => {
      expect(passesLuhn(number)).toBe(true);
      const network = networkOf(number);
      const charge = chargeOf(await sandbox.cardToken(number));
      const outcome =
        behaviour.effect === 'no_answer'
          ? (await sandbox.postUnanswered('/card/charges', charge)).body
          : behaviour.effect === 'late'
            ? (await sandbox.post('/card/charges', charge)).body
            : await outcomeOf(charge);
      if (behaviour.effect === 'late') {
        expect(outcome).toMatchObject({ status: 'declined', code: '68' });
        const { body } = await sandbox.get(`/card/charges/${outcome.reference}`);
        expect(body).toMatchObject({ status: 'captured', code: '00', capturedAmount: '3500' });
        return;
      }
      expect(outcome.network).toBe(network);
      switch (behaviour.effect) {
        case 'approve':
        case 'no_answer':
          expect(outcome).toMatchObject({ status: 'captured', code: '00', capturedAmount: '3500' });
          expect(outcome.authorizationCode).toMatch(/^\d{6}$/);
          break;
        case 'decline':
          expect(outcome).toMatchObject({ status: 'declined', code: behaviour.code, capturedAmount: '0' });
          expect(outcome.authorizationCode).toBeUndefined();
          break;
        case 'authenticate': {
          const asked = network === 'mastercard' ? '65' : '1A';
          expect(outcome).toMatchObject({ status: 'requires_authentication', code: asked });
          const path = `/card/charges/${outcome.reference}/authentication`;
          const { body } = await sandbox.post(path, { result: 'success' });
          if (behaviour.afterwards)
            expect(body).toMatchObject({ status: 'declined', code: behaviour.afterwards });
          else expect(body).toMatchObject({ status: 'captured', code: '00' });
        }
      }
    },
  );

  it('holds every customary number', () => {
    const codeOf = (number: string) => {
      const behaviour = TEST_CARDS.find((test) => test.number === number)?.behaviour;
      return behaviour?.effect === 'decline' ? behaviour.code : behaviour?.effect;
    };
    expect(codeOf('4242424242424242')).toBe('approve');
    expect(codeOf('4000000000000002')).toBe('05');
    expect(codeOf('4000000000009995')).toBe('51');
    expect(codeOf('4000000000009987')).toBe('41');
    expect(codeOf('4000000000009979')).toBe('43');
    expect(codeOf('4000000000000069')).toBe('54');
    expect(codeOf('4000000000000127')).toBe('N7');
    expect(codeOf('4000000000000119')).toBe('96');
    expect(codeOf('4000000000006975')).toBe('65');
    expect(codeOf('4000002500003155')).toBe('authenticate');
    expect(new Set(TEST_CARDS.map(({ number }) => number)).size).toBe(TEST_CARDS.length);
  });
});

describe('test amounts', () => {
  it.each([
    ['200000', 'visa', 'captured', '00'],
    ['200005', 'visa', 'declined', '05'],
    ['200051', 'unionpay', 'declined', '51'],
    ['200091', 'visa', 'declined', '91'],
    ['200065', 'visa', 'declined', '65'],
    ['200065', 'mastercard', 'requires_authentication', '65'],
    ['200010', 'visa', 'captured', '00'],
    ['199951', 'visa', 'captured', '00'],
    ['200100', 'visa', 'captured', '00'],
  ])('%s on %s is %s with %s', async (amount, network, status, code) => {
    const numbers: Record<string, string> = {
      visa: '4242424242424242',
      mastercard: '5555555555554444',
      unionpay: '6200000000000005',
    };
    const token = await sandbox.cardToken(numbers[network] ?? '');
    expect(await outcomeOf(chargeOf(token, { amount }))).toMatchObject({ status, code });
  });

  it('2000.68 is processed and never answered; the same request again is answered', async () => {
    const charge = chargeOf(await sandbox.cardToken('4242424242424242'), { amount: '200068' });
    const { body } = await sandbox.postUnanswered('/card/charges', charge);
    expect(body).toMatchObject({ status: 'captured', code: '00' });
    expect((await sandbox.post('/card/charges', charge)).body.status).toBe('captured');
  });
});

describe('a charge', () => {
  const charged = async (change: Record<string, unknown> = {}, number = '4242424242424242') => {
    const charge = chargeOf(await sandbox.cardToken(number), change);
    const { status, body } = await sandbox.post('/card/charges', charge);
    expect(status).toBe(200);
    return { charge, body, path: `/card/charges/${charge.reference}` };
  };

  it('is answered as before when it is repeated, even after it has changed', async () => {
    const { charge, body, path } = await charged({ capture: false });
    expect((await sandbox.post(`${path}/captures`, { amount: '3500' })).body.status).toBe('captured');
    expect((await sandbox.post('/card/charges', charge)).body).toEqual(body);
    const other = await sandbox.post('/card/charges', { ...charge, amount: '3501' });
    expect(other.status).toBe(409);
    expect(other.body.error.code).toBe('94');
    expect((await sandbox.get(path)).body.capturedAmount).toBe('3500');
  });

  it('is processed once however many send it at once', async () => {
    const charge = chargeOf(await sandbox.cardToken('4242424242424242'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sandbox.post('/card/charges', charge)),
    );
    expect(new Set(answers.map(({ body }) => body.authorizationCode)).size).toBe(1);
  });

  it('is 404 / 25 when it was never processed', async () => {
    const { status, body } = await sandbox.get(`/card/charges/${randomUUID()}`);
    expect(status).toBe(404);
    expect(body.error.code).toBe('25');
  });

  it.each(['-1', '0', '0.5', '1e3', 'NaN', '9223372036854775808000', 35])(
    'refuses the amount %s',
    async (amount) => {
      const charge = chargeOf(await sandbox.cardToken('4242424242424242'), { amount });
      expect((await sandbox.post('/card/charges', charge)).status).toBe(400);
      expect((await sandbox.get(`/card/charges/${charge.reference}`)).status).toBe(404);
    },
  );

  it('is refused for a token nobody gave out, and may be sent again with a right one', async () => {
    const charge = chargeOf('card_nobody');
    const refused = await sandbox.post('/card/charges', charge);
    expect([refused.status, refused.body.error.code]).toEqual([422, '14']);
    const token = await sandbox.cardToken('4242424242424242');
    expect((await sandbox.post('/card/charges', { ...charge, token })).body.status).toBe('captured');
  });

  it('is captured once, up to what was approved', async () => {
    const { path } = await charged({ capture: false });
    const over = await sandbox.post(`${path}/captures`, { amount: '3501' });
    expect([over.status, over.body.error.code]).toEqual([422, '13']);
    const first = await sandbox.post(`${path}/captures`, { amount: '3000' });
    expect(first.body).toMatchObject({ status: 'captured', capturedAmount: '3000' });
    expect(await sandbox.post(`${path}/captures`, { amount: '3000' })).toEqual(first);
    expect((await sandbox.post(`${path}/captures`, { amount: '500' })).status).toBe(409);
  });

  it('is voided while it is only approved', async () => {
    const { path } = await charged({ capture: false });
    const first = await sandbox.post(`${path}/voids`);
    expect(first.body.status).toBe('voided');
    expect(await sandbox.post(`${path}/voids`)).toEqual(first);
    expect((await sandbox.post(`${path}/captures`, { amount: '3500' })).body.error.code).toBe('12');
    const captured = await charged();
    expect((await sandbox.post(`${captured.path}/voids`)).body.error.code).toBe('12');
  });

  it('never happens once it was voided before it arrived', async () => {
    const charge = chargeOf(await sandbox.cardToken('4242424242424242'));
    const path = `/card/charges/${charge.reference}`;
    expect((await sandbox.post(`${path}/voids`)).body.status).toBe('voided');
    const late = await sandbox.post('/card/charges', charge);
    expect([late.status, late.body.error.code]).toEqual([409, '94']);
    expect((await sandbox.get(path)).body).toMatchObject({ status: 'voided', capturedAmount: '0' });
  });

  it('is refunded in parts, never above what was captured', async () => {
    const { path } = await charged();
    const first = { reference: randomUUID(), amount: '3000' };
    const answer = await sandbox.post(`${path}/refunds`, first);
    expect(answer.body).toMatchObject({ status: 'refunded', amount: '3000', code: '00', network: 'visa' });
    expect(await sandbox.post(`${path}/refunds`, first)).toEqual(answer);
    const over = await sandbox.post(`${path}/refunds`, { reference: randomUUID(), amount: '501' });
    expect([over.status, over.body.error.code]).toEqual([422, '13']);
    expect((await sandbox.post(`${path}/refunds`, { reference: randomUUID(), amount: '500' })).status).toBe(
      200,
    );
    expect((await sandbox.get(path)).body.refundedAmount).toBe('3500');
    expect((await sandbox.get(`/card/refunds/${first.reference}`)).body).toEqual(answer.body);
  });

  it('is declined with the code that asked for it when 3-D Secure fails', async () => {
    const { path } = await charged({}, '4000002500003155');
    const failed = await sandbox.post(`${path}/authentication`, { result: 'failure' });
    expect(failed.body).toMatchObject({ status: 'declined', code: '1A' });
    expect((await sandbox.post(`${path}/authentication`, { result: 'success' })).status).toBe(409);
    expect((await sandbox.get(path)).body.status).toBe('declined');
  });
});
