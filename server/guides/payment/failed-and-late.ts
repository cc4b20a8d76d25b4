import { text } from '../wording.ts';
import { unpaidGuide } from './unpaid-guide.ts';

export const paymentFailed = unpaidGuide({
  id: 'payment-failed',
  area: 'payments',
  title: text('付款失败', 'A payment failed'),
  summary: text(
    '查清没付成的原因和钱有没有扣，一步付完同一笔。',
    'Find out why it failed and whether money moved, and finish the same payment in one step.',
  ),
  meant: [() => true],
  nothingFound: {
    title: text('没有找到失败的付款', 'No failed payment found'),
    body: text(
      '您的账单里没有失败或处理中的付款。如果您遇到的是别的情况，我帮您转人工。',
      'None of your payments has failed or is still being processed. If it is something else, a person can help.',
    ),
  },
});

export const paymentProcessing = unpaidGuide({
  id: 'payment-processing',
  area: 'payments',
  title: text('付款没有结果', 'A payment has no result'),
  summary: text(
    '向银行查清这笔到底成没成；没成就退回冻结的钱。',
    'Ask the bank what became of it; what is on hold comes back if it did not succeed.',
  ),
  // Whoever waits for a payment may not know yet that it failed.
  meant: [
    ({ status }) => status === 'processing' || status === 'requires_action',
    ({ kind }) => kind === 'purchase' || kind === 'transfer',
  ],
  nothingFound: {
    title: text('没有处理中的付款', 'Nothing is being processed'),
    body: text(
      '您的付款都已经有结果了，在账单里能看到。如果您遇到的是别的情况，我帮您转人工。',
      'All your payments have a result; you see it in your bills. If it is something else, a person can help.',
    ),
  },
});

export const topUpFailed = unpaidGuide({
  id: 'top-up-failed',
  area: 'funds',
  title: text('充值失败或没到账', 'A top-up failed or is missing'),
  summary: text(
    '查清充值为什么没成、银行扣没扣款，换一种方式接着充。',
    'Find out why it failed and whether the bank charged you, and finish it another way.',
  ),
  meant: [({ kind }) => kind === 'top_up'],
  nothingFound: {
    title: text('没有找到未到账的充值', 'No missing top-up found'),
    body: text(
      '您的账单里没有失败或处理中的充值。如果银行短信说扣了款而余额没有变，我帮您转人工核对。',
      'None of your top-ups has failed or is still being processed. If your bank says it charged you and the balance has not changed, a person can check it.',
    ),
  },
});
