import { describe, expect, test } from 'vitest';
import { createSearch, slipsBetween } from './search.ts';
import { readShippedArticles } from './shipped.ts';

const search = createSearch(readShippedArticles());

describe('an article is found by', () => {
  test.each([
    ['its words', '提现多久到账', 'withdraw'],
    ['other words', '怎么取钱', 'withdraw'],
    ['a wrong character that sounds alike', '冲值', 'top-up'],
    ['a wrong character that sounds alike', '体现', 'withdraw'],
    ['pinyin', 'chongzhi', 'top-up'],
    ['pinyin in one go', 'zhifumima wangle', 'payment-password'],
    ['mixed text', '怎么top up', 'top-up'],
    ['mixed text', '绑visa卡', 'cards-and-banks'],
    ['English', 'how do I withdraw money', 'withdraw'],
    ['another form of the word', 'limits', 'limits-and-fees'],
    ['a slip', 'witdraw', 'withdraw'],
    ['a slip', 'transfre', 'transfer'],
    ['a slip in a long word', 'unrecogniced transaction', 'unrecognised'],
    ['a whole complaint', '手机被偷了赶紧帮我冻结', 'lost-phone'],
    ['a whole complaint', 'my phone was stolen', 'lost-phone'],
    ['a whole complaint', '付款一直显示处理中怎么回事', 'payment-processing'],
    ['a whole complaint', '同一笔钱扣了两次', 'charged-twice'],
    ['traditional width', 'ＶＰＮ', 'network'],
  ])('%s: %s', (_how, question, expected) => {
    expect(search(question, 3)).toContain(expected);
  });

  test.each([
    ['withdrawl how long', 'withdraw'],
    ['how long does a withdrawal take', 'withdraw'],
    ['how long for a refnud', 'refunds'],
    ['logging in does not work', 'log-in'],
    ['app keeps crahsing', 'app-crash'],
    ['pasword forgot', 'reset-password'],
  ])(
    'the one word that tells comes before those that any question has, slips or not: %s',
    (question, first) => {
      expect(search(question, 1)).toEqual([first]);
    },
  );

  test('nothing is found by what no article is about', () => {
    for (const question of ['', '   ', '？？', 'zzzzqqq', '🙂']) expect(search(question, 5)).toEqual([]);
  });
});

test.each([
  ['payment', 'paymnet', 1, 1],
  ['payment', 'payment', 0, 0],
  ['card', 'cord', 2, 1],
  ['card', 'code', 1, undefined],
  ['refund', 'refunds', 1, 1],
])('%s and %s, at most %d apart: %s', (one, other, most, expected) => {
  expect(slipsBetween(one, other, most)).toBe(expected);
});
