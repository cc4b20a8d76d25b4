import { afterAll, beforeAll, expect, test } from 'vitest';
import { listIncidents } from '../../contract/incidents.ts';
import { type PaymentsLab, paymentIn, startPayments } from '../support/payments.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

test('when cards stop answering, the next payment fails at once, unsent and told why, and works again afterwards', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  const [never, account] = [
    await customer.addCard('4000000000680001'),
    await customer.addBankAccount('000123456789'),
  ];
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'drop_before', times: 4 });
  for (let times = 0; times < 4; times++) await customer.pay('top_up', card, '1000');
  // A card that never answers is no answer either.
  expect((await customer.pay('top_up', never, '1000')).result.status).toBe('processing');

  const refused = await customer.pay('top_up', card, '1000');
  expect(refused).toMatchObject({ status: 402, problem: { code: 'network_unreachable' } });
  const failed = paymentIn(refused.problem);
  expect(failed).toMatchObject({ moneyMoved: 'no' });
  const { incidents } = await customer.call(listIncidents);
  expect(incidents).toMatchObject([{ methodType: 'card', operation: 'charge' }]);
  const [attempt] = (await customer.detail(failed.id)).attempts;
  expect(attempt?.trace.at(-1)).toMatchObject({
    check: 'rail',
    result: 'failed',
    evidence: { outcome: 'unreachable', reason: 'suspended', incidentId: incidents[0]?.id },
  });
  expect((await lab.outside('GET', `/card/charges/${attempt?.id}`)).status).toBe(404);
  // The bank is not the card network.
  expect((await customer.pay('top_up', account, '2000')).status).toBe(201);

  await lab.db.query("update rails.breaker set retry_at = now() - interval '1 second'");
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await customer.tryAgain(failed.id, card)).status).toBe(201);
  expect((await customer.call(listIncidents)).incidents).toEqual([]);
});
