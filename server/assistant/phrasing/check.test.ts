import { expect, test } from 'vitest';
import { saysTheSame } from './check.ts';

const declined = {
  zh: '您 14:02 付给云朵咖啡的 ¥35.00 没有成功。余额不足，没有扣款。',
  en: 'Your ¥35.00 to Cloud Coffee at 14:02 did not go through. The balance is too low; nothing was charged.',
};
const which = { zh: '您说的是“退款”还是“重复扣款”？', en: 'Is it about “A refund” or “Charged twice”?' };

test.each<['zh' | 'en', string, string]>([
  ['zh', declined.zh, '别担心，您 14:02 付给云朵咖啡的 ¥35.00 没有成功，是余额不足，没有扣款。'],
  ['zh', which.zh, '想确认一下，您问的是“退款”，还是“重复扣款”呢？'],
  ['zh', '抱歉，我没太明白。可以换个说法，或选一个：', '不好意思，没太懂您的意思，换个说法或者选一个吧：'],
  [
    'en',
    declined.en,
    'So, your ¥35 to Cloud Coffee at 14:02 did not go through: the balance was too low. Nothing was charged.',
  ],
  ['en', which.en, 'Just so I get it right, is this about “A refund” or “Charged twice”?'],
])('%s: other words for the same are said: %s', (language, evidence, words) => {
  expect(saysTheSame(words, evidence, language)).toBe(true);
});

test.each<['zh' | 'en', string, string, string]>([
  ['zh', 'another amount', declined.zh, declined.zh.replace('35.00', '350.00')],
  ['zh', 'an amount dropped', declined.zh, '您 14:02 付给云朵咖啡的那笔没有成功。余额不足，没有扣款。'],
  ['zh', 'another time', declined.zh, declined.zh.replace('14:02', '14:20')],
  ['zh', 'turned round', declined.zh, declined.zh.replace('没有成功', '成功了')],
  ['zh', 'a denial turned round', declined.zh, declined.zh.replace('没有扣款', '已扣款')],
  ['zh', 'a promise', declined.zh, `${declined.zh}明天到账。`],
  ['zh', 'a promise in words', declined.zh, `${declined.zh}三天内处理好。`],
  ['zh', 'a refund', declined.zh, `${declined.zh}已为您退款。`],
  ['zh', 'another name', declined.zh, declined.zh.replace('云朵咖啡', '云朵咖啡（Starbucks）')],
  ['zh', 'an address', declined.zh, `${declined.zh}详见 www.upay-help.com`],
  ['zh', 'a request', declined.zh, `${declined.zh}请提供验证码。`],
  ['zh', 'another choice', which.zh, '您说的是“退款”还是“盗刷”？'],
  ['zh', 'the other language', declined.zh, declined.en],
  ['zh', 'nothing', declined.zh, ' '],
  ['en', 'another amount', declined.en, declined.en.replace('35.00', '500.00')],
  ['en', 'a refund', declined.en, `${declined.en} I have refunded you.`],
  ['en', 'a promise', declined.en, `${declined.en} It will arrive tomorrow.`],
  ['en', 'a number in words', declined.en, `${declined.en} Wait three hours.`],
  ['en', 'turned round', declined.en, declined.en.replace('did not go', 'did go')],
  ['en', 'a denial dropped', declined.en, declined.en.replace('nothing was charged', 'it was charged')],
  ['en', 'another name', declined.en, declined.en.replace('to Cloud Coffee', 'to Star Coffee')],
  ['en', 'a link', declined.en, `${declined.en} See https://upay.help/x`],
  ['en', 'a request', declined.en, `${declined.en} Please tell me your password.`],
  ['en', 'a gift', declined.en, `${declined.en} Here is a bonus voucher.`],
  [
    'en',
    'far too much',
    which.en,
    `${which.en} ${'Please think about it with care and patience. '.repeat(10)}`,
  ],
])('%s: %s is refused', (language, _, evidence, words) => {
  expect(saysTheSame(words, evidence, language)).toBe(false);
});
