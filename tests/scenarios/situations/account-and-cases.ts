import { listComplaints, openComplaint } from '../../../contract/complaints.ts';
import { listDisputes, openDispute } from '../../../contract/disputes.ts';
import type { Situation } from '../situation.ts';
import { CARDS, type World } from '../world.ts';

async function shopper(world: World, language: 'zh' | 'en') {
  const person = await world.person(language);
  await person.topUp(await person.addCard(CARDS.good), '20000');
  const payment = await world.buy(person, '3500', 'balance');
  return { person, payment };
}

const refundSays: Situation['says'] = {
  zh: ['退款怎么还没到', '商家说退了{amount}，钱呢', '我的退款在哪', '退货的钱啥时候到账'],
  en: ['where is my refund', 'the shop says they refunded {amount}, i see nothing', 'refund not received'],
};

export const accountAndCases: Situation[] = [
  {
    name: 'a lost phone: frozen at once, in the customer’s own name',
    expected: 'solved',
    evidence: { guide: 'lost-phone' },
    says: {
      zh: ['手机丢了，快帮我冻结账户', '手机被偷了怎么办，怕钱被转走', '我要挂失'],
      en: ['my phone was stolen, freeze my account', 'i lost my phone please lock everything'],
    },
    async setUp(world, language) {
      const { person } = await shopper(world, language);
      return {
        person,
        wants: ['freeze'],
        async wrong() {
          const [row] = await world.db.query<{ frozen: number; sessions: number }>(
            `select (select count(*)::int from identity.account_lock where customer_id = $1 and reason = 'frozen'
                       and lifted_at is null) as frozen,
               (select count(*)::int from identity.session where customer_id = $1) as sessions`,
            [person.customer.id],
          );
          if (row?.frozen !== 1) return 'the account is not frozen';
          return row.sessions === 0 ? undefined : 'a session is left';
        },
      };
    },
  },
  {
    name: 'a refund that is in the balance',
    expected: 'solved',
    evidence: { guide: 'refund-where' },
    says: refundSays,
    async setUp(world, language) {
      const { person, payment } = await shopper(world, language);
      await world.refund(payment);
      return {
        person,
        words: { amount: '35' },
        wants: [`payment:${payment.id}`, 'solved'],
        wrong: async () => ((await person.available()) === 20_000n ? undefined : 'the balance is not right'),
      };
    },
  },
  {
    name: 'a refund that the merchant refuses',
    expected: 'handed_over',
    evidence: { guide: 'refund-where' },
    says: {
      zh: ['商家不给退款', '退货了商家不退{amount}块钱'],
      en: ['the merchant refuses to refund me', 'shop wont give my {amount} refund'],
    },
    async setUp(world, language) {
      const { person, payment } = await shopper(world, language);
      return {
        person,
        words: { amount: '35' },
        wants: [`payment:${payment.id}`, 'refused', 'person_please'],
        wrong: async () => ((await person.available()) === 16_500n ? undefined : 'money moved'),
      };
    },
  },
  {
    name: 'a complaint: made in the wallet, with a number and a date',
    expected: 'solved',
    evidence: { guide: 'complaint' },
    says: {
      zh: ['我要投诉', '你们服务太差了我要投诉', '投诉你们'],
      en: ['i want to file a complaint', 'i want to complain about your service'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      return {
        person,
        wants: ['open'],
        screens: {
          async complaint() {
            await person.call(openComplaint, {
              body: { category: 'service', wish: 'apology', description: 'It took very long.' },
            });
          },
        },
        async wrong() {
          const { complaints } = await person.call(listComplaints);
          return complaints.length === 1 ? undefined : `${complaints.length} complaints were made`;
        },
      };
    },
  },
  {
    name: 'a charge that was not the customer’s, disputed in the wallet',
    expected: 'solved',
    evidence: { guide: 'unrecognised-transaction' },
    says: {
      zh: ['这笔{amount}不是我付的，我要把钱要回来', '有笔不认识的扣款'],
      en: ['i do not recognise the charge of {amount}', 'a transaction on my account is not mine'],
    },
    async setUp(world, language) {
      const { person, payment } = await shopper(world, language);
      return {
        person,
        words: { amount: '35' },
        wants: [`payment:${payment.id}`, 'not_me', 'no', 'dispute'],
        screens: {
          async dispute() {
            await person.call(openDispute, {
              params: { id: payment.id },
              body: { reason: 'unrecognized', description: 'This was not me.' },
            });
          },
        },
        async wrong() {
          const { disputes } = await person.call(listDisputes);
          return disputes.length === 1 && disputes[0]?.paymentId === payment.id
            ? undefined
            : `${disputes.length} disputes were opened`;
        },
      };
    },
  },
  {
    name: 'how a complaint stands',
    expected: 'solved',
    evidence: { guide: 'complaint-progress' },
    says: {
      zh: ['我的投诉处理得怎么样了', '上次投诉有结果了吗', '投诉进度'],
      en: ['what is the status of my complaint', 'any news on my complaint'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      const complaint = await person.call(openComplaint, {
        body: { category: 'service', wish: 'apology', description: 'It took very long.' },
      });
      return {
        person,
        wants: ['solved'],
        async wrong() {
          const [row] = await world.db.query<{ seen: boolean }>(
            `select exists (select from guides.step s join guides.run r on r.id = s.run_id
               where r.customer_id = $1 and s.evidence -> 'complaint' ->> 'id' = $2) as seen`,
            [person.customer.id, complaint.id],
          );
          return row?.seen ? undefined : 'the complaint was not looked at';
        },
      };
    },
  },
  {
    name: 'the account is not locked after all',
    expected: 'solved',
    evidence: { guide: 'account-locked' },
    says: {
      zh: ['我的账户是不是被锁了', '账号被冻结了吗'],
      en: ['is my account locked', 'my account seems to be blocked'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['solved'], wrong: async () => undefined };
    },
  },
  {
    name: 'rather called than waiting: a call is arranged to the number of the account',
    expected: 'solved',
    evidence: { guide: 'request-callback' },
    says: {
      zh: ['能给我回个电话吗', '不想打字，打电话给我', '预约客服回电'],
      en: ['can someone call me back', 'please call me', 'i want to schedule a call'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      return {
        person,
        wants: ['payment', 'window', language, 'book'],
        async wrong() {
          const rows = await world.db.query<{ status: string; language: string }>(
            'select status, language from support.callback where customer_id = $1',
            [person.customer.id],
          );
          return rows.length === 1 && rows[0]?.status === 'requested' && rows[0].language === language
            ? undefined
            : `callbacks: ${JSON.stringify(rows)}`;
        },
      };
    },
  },
];
