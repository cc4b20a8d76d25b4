import { getWallet, listPayments } from '../../contract/payments.ts';
import { DESK_SCREEN, logInAtDesk } from '../support/journey-desk.ts';
import { expectState, goToCheckout, payAtCheckout, WORDS } from '../support/journey-steps.ts';
import { expect, test } from '../support/journey.ts';

const OWN = {
  zh: {
    reconciliation: '对账',
    runNow: '现在核对今天的',
    read: /共 \d+ 笔/,
    suspense: '挂账',
    closing: '日终报表',
    balanced: '借贷相等',
    fees: /通道手续费/,
    exportCsv: '导出 CSV',
    refunds: '退款',
    number: '付款编号',
    find: '查找',
    left: /还可退 ¥35\.00/,
    amount: '金额',
    note: '说明',
    less: /还可退 ¥25\.00/,
  },
  en: {
    reconciliation: 'Reconciliation',
    runNow: 'Compare today’s now',
    read: /One line|\d+ lines/,
    suspense: 'Suspense',
    closing: 'Daily closing',
    balanced: 'Debits equal credits',
    fees: /Fees:/,
    exportCsv: 'Export CSV',
    refunds: 'Refund',
    number: 'Payment number',
    find: 'Find',
    left: /¥35\.00 can still be given back/,
    amount: 'Amount',
    note: 'Note',
    less: /¥25\.00 can still be given back/,
  },
} as const;

test('finance compares the day’s reports, sees that the books balance, and gives back a part of a payment', async ({
  language,
  newBrowser,
  newCustomer,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page, api } = await newCustomer({ balance: '10000' });
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, words.balance);
  await expectState(page, words.succeeded);
  const { payments } = await api.call(listPayments, { query: { kind: 'purchase' } });

  const desk = await newBrowser(DESK_SCREEN);
  await logInAtDesk(desk, language, 'finance');
  const main = desk.getByRole('main');
  const enter = (room: string) => desk.getByRole('link', { name: room, exact: true }).click();
  await enter(own.reconciliation);
  await main.getByRole('button', { name: own.runNow }).click();
  await expect(main.getByText(own.read).first()).toBeVisible();
  await enter(own.suspense);
  await expect(main.getByRole('heading', { name: own.suspense, exact: true })).toBeVisible();

  await enter(own.closing);
  await expect(main.getByText(own.balanced).first()).toBeVisible();
  await expect(main.getByText(own.fees).first()).toBeVisible();
  const download = desk.waitForEvent('download');
  await main.getByRole('button', { name: own.exportCsv }).click();
  expect((await download).suggestedFilename()).toMatch(/^upay-closing-\d{4}-\d\d-\d\d\.csv$/);

  await enter(own.refunds);
  await main.getByLabel(own.number).fill(payments[0]?.id as string);
  await main.getByRole('button', { name: own.find }).click();
  await expect(main.getByText(own.left)).toBeVisible();
  await main.getByRole('button', { name: own.refunds, exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel(own.amount).fill('10');
  await dialog.getByLabel(own.note).fill('少了一份，客户要求退');
  await dialog.getByRole('button', { name: own.refunds, exact: true }).click();
  await expect(main.getByText(own.less)).toBeVisible();
  expect((await api.call(getWallet)).balances[0]?.available).toBe('7500');
});
