import { randomUUID } from 'node:crypto';
import { createCheckoutSession } from '../contract/checkout.ts';
import { createPayment, type PaymentMethod } from '../contract/payments.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { ApiClient, CustomerClient, codeReader } from './api-client.ts';
import { DEMO_CUSTOMERS, DEMO_STAFF } from './demo-logins.ts';

/**
 * Fills the demo: people, a merchant and some history, everything that customers do over HTTP as they do it, so that the
 * ledger, the traces and the messages are real. Staff and merchants have no public route and are set up by the front doors.
 * Filling again adds nothing, also after a filling that was cut off.
 */
async function fillDemo(url: string): Promise<void> {
  const config = readConfig();
  const app = await createApp({ ...config, webRoot: undefined, logLevel: 'error' });
  try {
    const begun = await app.identity.findCustomer(app.platform.db, { phone: DEMO_CUSTOMERS[1].phone });
    if (begun !== undefined) return;
    for (const staff of DEMO_STAFF) {
      try {
        await app.identity.createStaff(staff);
      } catch (error) {
        // An earlier filling came this far.
        if ((error as { code?: string }).code !== 'conflict') throw error;
      }
    }
    if (config.demoShopKey !== undefined) await app.payments.createMerchant('云朵咖啡', config.demoShopKey);
  } finally {
    await app.stop();
  }

  const codeOf = codeReader(config.sandbox.url);
  const [liMing, wangFang] = [
    await new CustomerClient(url).register(DEMO_CUSTOMERS[1], codeOf),
    await new CustomerClient(url).register(DEMO_CUSTOMERS[0], codeOf),
  ];
  const salaryCard = await liMing.addCard('4242424242424242');
  await liMing.topUp(salaryCard, '800000');

  await wangFang.addBankAccount('622848040256489018');
  const debit = await wangFang.addCard('4000056655665556');
  await wangFang.addCard('4000000000009995');
  await wangFang.topUp(debit, '8650');
  await liMing.transfer(DEMO_CUSTOMERS[0].phone, '12000', '周末聚餐');
  await wangFang.transfer(DEMO_CUSTOMERS[1].phone, '3280', '打车');

  if (config.demoShopKey === undefined) return;
  await buy(
    url,
    config.demoShopKey,
    wangFang,
    [{ name: '云朵拿铁', quantity: 2, unitAmount: '3200' }],
    debit,
  );
  // The last thing that happened to Wang Fang: a payment that failed, for the guide to explain.
  await buy(url, config.demoShopKey, wangFang, [
    { name: '手冲咖啡壶套装', quantity: 1, unitAmount: '26800' },
  ]);
}

async function buy(
  url: string,
  shopKey: string,
  customer: CustomerClient,
  lines: Array<{ name: string; quantity: number; unitAmount: string }>,
  card?: PaymentMethod,
): Promise<void> {
  const shop = `${url}/shop/`;
  const session = await new ApiClient(url).call(createCheckoutSession, {
    headers: { authorization: `Bearer ${shopKey}` },
    body: {
      currency: 'CNY',
      reference: `CC-${randomUUID().slice(0, 8)}`,
      lines,
      successUrl: shop,
      cancelUrl: shop,
    },
  });
  const { id: checkoutSessionId, amount, currency } = session;
  const method = card === undefined ? { type: 'balance' as const } : { type: card.type, id: card.id };
  const { paymentPassword } = customer;
  // A refusal is a result here too.
  await customer.send(createPayment, {
    body: { kind: 'purchase', checkoutSessionId, amount, currency, method, paymentPassword },
  });
}

try {
  const url = process.env.UPAY_URL;
  if (!url) throw new Error('UPAY_URL is not set; it says where the server to fill is.');
  await fillDemo(url);
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
