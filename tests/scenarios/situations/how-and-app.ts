import type { Situation } from '../situation.ts';
import { CARDS } from '../world.ts';

const fine = async () => undefined;

export const howAndApp: Situation[] = [
  {
    name: 'how to top up, with no card yet: taken through it to the money',
    expected: 'solved',
    evidence: { guide: 'top-up' },
    says: {
      zh: ['怎么充值', '我想往里面充点钱，咋弄', '如何给钱包加钱'],
      en: ['how do i top up', 'how can i add money to my wallet'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      return {
        person,
        wants: ['add_card', 'open', 'solved'],
        screens: {
          async top_up() {
            await person.topUp(await person.addCard(CARDS.other), '5000');
          },
        },
        wrong: async () => ((await person.available()) === 5000n ? undefined : 'the money is not there'),
      };
    },
  },
  {
    name: 'how to withdraw: account added, money out',
    expected: 'solved',
    evidence: { guide: 'withdraw' },
    says: {
      zh: ['怎么提现', '余额里的钱怎么取出来到银行卡', '我要提现'],
      en: ['how do i withdraw to my bank', 'i want to take my money out'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      await person.topUp(await person.addCard(CARDS.good), '5000');
      return {
        person,
        wants: ['add', 'open', 'solved'],
        screens: {
          async withdraw() {
            await person.pay('withdrawal', '2000', await person.addBankAccount('000123456789'));
          },
        },
        wrong: async () => ((await person.available()) === 3000n ? undefined : 'the balance is not right'),
      };
    },
  },
  {
    name: 'how to add a card',
    expected: 'solved',
    evidence: { guide: 'add-card-or-bank' },
    says: {
      zh: ['怎么绑银行卡', '想加一张卡', '绑卡在哪'],
      en: ['how do i add a bank card', 'where can i link my card'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      return { person, wants: ['add_card', 'solved'], wrong: fine };
    },
  },
  {
    name: 'a forgotten payment password: reset in the wallet, and it works',
    expected: 'solved',
    evidence: { guide: 'reset-payment-password' },
    says: {
      zh: ['忘记支付密码了', '支付密码想不起来怎么重设', '我要改支付密码'],
      en: ['forgot my payment password', 'how to reset the six digit payment pin'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      await person.topUp(await person.addCard(CARDS.good), '5000');
      return {
        person,
        wants: ['prove', 'solved'],
        async wrong() {
          const { status } = await world.buy(person, '100', 'balance');
          return status === 'succeeded' ? undefined : 'the new payment password does not pay';
        },
      };
    },
  },
  {
    name: 'the app closes by itself: reopening helps',
    expected: 'solved',
    evidence: { guide: 'app-crash' },
    says: {
      zh: ['app闪退', '软件老是自己关掉', '一打开就白屏'],
      en: ['the app keeps crashing', 'app closes by itself all the time'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['closes', 'no', 'solved'], wrong: fine };
    },
  },
  {
    name: 'the app closes whatever is tried',
    expected: 'handed_over',
    evidence: { guide: 'app-crash' },
    says: {
      zh: ['应用打不开，一直闪退', '闪退好几天了'],
      en: ['app crashes on startup', 'it crashes every time i open it'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['closes', 'no', 'not_solved'], wrong: fine };
    },
  },
  {
    name: 'a slow network',
    expected: 'solved',
    evidence: { guide: 'network-check' },
    says: {
      zh: ['网络不好老是加载不出来', '帮我检查一下网络'],
      en: ['check my network connection', 'pages load very slowly, is it the network'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['slow', 'solved'], wrong: fine };
    },
  },
  {
    name: 'limits and fees',
    expected: 'solved',
    evidence: { guide: 'limits-and-fees' },
    says: {
      zh: ['提现要手续费吗', '一天最多能转多少', '限额是多少'],
      en: ['what are the limits', 'is there a fee for withdrawing', 'how much can i send a day'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['solved'], wrong: fine };
    },
  },
  {
    name: 'a security check-up',
    expected: 'solved',
    evidence: { guide: 'security-checkup' },
    says: {
      zh: ['帮我检查一下账户安不安全', '账户安全体检'],
      en: ['is my account safe, check it', 'run a security check on my account'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['understood', 'solved'], wrong: fine };
    },
  },
  {
    name: 'how to install the app',
    expected: 'solved',
    evidence: { guide: 'install-app' },
    says: {
      zh: ['怎么下载安装upay', '手机上怎么装这个app'],
      en: ['how do i install the app', 'where do i download upay on iphone'],
    },
    async setUp(world, language) {
      return { person: await world.person(language), wants: ['iphone', 'solved'], wrong: fine };
    },
  },
  {
    name: 'a person is asked for',
    expected: 'handed_over',
    says: {
      zh: ['转人工', '我要找真人客服', '人工人工人工'],
      en: ['i want to talk to a human', 'agent please', 'connect me with a real person'],
    },
    async setUp(world, language) {
      const person = await world.person(language);
      return { person, wants: ['other'], wrong: fine };
    },
  },
];
