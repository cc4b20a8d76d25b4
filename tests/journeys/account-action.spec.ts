import { openComplaint } from '../../contract/complaints.ts';
import { expect, test } from '../support/journey.ts';
import {
  closeConversation,
  DESK_SCREEN,
  logInAtDesk,
  openFromQueue,
  takeConversation,
} from '../support/journey-desk.ts';
import { contactSupport, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    tab: '办理',
    what: '为客户办理',
    goodwill: '补偿',
    ask: '请客户验证身份',
    verify: '去验证',
    proven: /已验证身份（1 级）/,
    amount: '金额',
    reason: '理由',
    propose: '请客户同意',
    agree: '同意',
    waiting: '等待审批',
    approve: '批准',
    done: '已办理：补偿 ¥20.00',
    balance: /可用余额（元）\s*20\.00/,
    customer: '客户',
    mergeInto: /^并入当前会话/,
    merge: '合并',
    merged: /会话已并入这里/,
    addLink: '添加关联',
    target: '会话链接或投诉编号',
    link: '关联',
  },
  en: {
    tab: 'Actions',
    what: 'Act on the account',
    goodwill: 'Goodwill credit',
    ask: 'Ask the customer to verify',
    verify: 'Verify',
    proven: /Identity verified \(level 1\)/,
    amount: 'Amount',
    reason: 'Reason',
    propose: 'Ask the customer to agree',
    agree: 'Agree',
    waiting: 'Waiting for approval',
    approve: 'Approve',
    done: 'Done: Goodwill credit of ¥20.00',
    balance: /Available balance \(CNY\)\s*20\.00/,
    customer: 'Customer',
    mergeInto: /^Merge into this conversation/,
    merge: 'Merge',
    merged: /conversation of .* part of this one now/,
    addLink: 'Add a link',
    target: 'Conversation link or complaint number',
    link: 'Link',
  },
} as const;

test.use({ expectedComplaints: /status of 403 .* \/api\/verifications\// });

test('a goodwill credit, proven, agreed to and approved; who comes back for it is served in one conversation', async ({
  newCustomer,
  newBrowser,
  readCode,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page, phone, api } = await newCustomer();
  await page.goto('/');
  await contactSupport(page, language);
  await page.getByRole('main').getByRole('button', { name: words.person }).last().click();

  const screen = { ...DESK_SCREEN, locale: language === 'zh' ? 'zh-CN' : 'en-US' };
  const desk = await newBrowser(screen);
  await logInAtDesk(desk, language);
  await openFromQueue(desk, language, phone);
  await takeConversation(desk, language);
  const context = desk.getByRole('complementary');
  await context.getByRole('tab', { name: own.tab, exact: true }).click();
  await context.getByLabel(own.what).selectOption({ label: own.goodwill });
  await context.getByRole('button', { name: own.ask }).click();

  // The proof is the wallet's own affair: a code to the phone, in its own form.
  await page.getByRole('article').getByRole('button', { name: own.verify, exact: true }).click();
  const code = page.getByRole('dialog').getByRole('textbox', { name: words.code });
  await expect(code).toBeVisible();
  await code.fill(await readCode(phone));
  await expect(page.getByRole('main')).toContainText(own.proven);

  await context.getByLabel(own.amount).fill('20');
  await context.getByLabel(own.reason).fill('等待过久，给您带来不便');
  await context.getByRole('button', { name: own.propose }).click();
  await page.getByRole('article').getByRole('button', { name: own.agree, exact: true }).click();
  await expect(context.getByText(own.waiting)).toBeVisible();

  const supervisor = await newBrowser(screen);
  await logInAtDesk(supervisor, language, 'supervisor');
  await supervisor.goto('/desk/approvals');
  await supervisor.getByRole('button', { name: own.approve, exact: true }).first().click();

  await expect(page.getByRole('main')).toContainText(own.done);
  await expect(desk.getByRole('main')).toContainText(own.done);
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText(own.balance);
  await closeConversation(desk, language);

  // Back for the same: what was closed goes on here, and is tied to the customer's complaint.
  const { number } = await api.call(openComplaint, {
    body: { category: 'service', wish: 'explanation', description: '等了很久' },
  });
  await contactSupport(page, language);
  await page.getByRole('main').getByRole('button', { name: words.person }).last().click();
  await openFromQueue(desk, language, phone);
  await takeConversation(desk, language);
  await context.getByRole('tab', { name: own.customer, exact: true }).click();
  await context.getByRole('button', { name: own.mergeInto }).click();
  await desk.getByRole('dialog').getByRole('button', { name: own.merge, exact: true }).click();
  await expect(page.getByRole('main')).toContainText(own.merged);
  await context.getByRole('button', { name: own.addLink }).click();
  await desk.getByRole('dialog').getByLabel(own.target).fill(number);
  await desk.getByRole('dialog').getByRole('button', { name: own.link, exact: true }).click();
  await expect(context.getByRole('listitem').filter({ hasText: number })).toBeVisible();
  await closeConversation(desk, language);
});
