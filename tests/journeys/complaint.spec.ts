import { DESK_SCREEN, logInAtDesk } from '../support/journey-desk.ts';
import { expect, test } from '../support/journey.ts';

const WORDS = {
  zh: {
    file: '提交投诉',
    about: '关于什么',
    service: '客服服务',
    happened: '发生了什么',
    want: '您希望',
    compensation: '得到补偿',
    submit: '提交',
    latest: /最晚 .* 给您结果/,
    room: '投诉',
    unowned: /待领取/,
    mine: '由我处理',
    askTeam: '请求协办',
    task: '做什么',
    toTeam: '交给团队',
    teamRoom: /^团队协办/,
    result: '结果怎样',
    done: '完成',
    askGoodwill: '申请补偿',
    amount: '补偿金额',
    reason: '理由',
    ask: '申请',
    waiting: '等待批准',
    approvals: '审批',
    approve: '批准',
    text: '给客户的方案',
    money: '补偿',
    propose: '提出方案',
    accept: '接受方案',
    paid: /¥20\.00 已到余额/,
    line: /UPay 给您的补偿/,
    why: /您的投诉 CP\d+/,
    outcome: '结果',
    upheld: '投诉成立',
    cause: '根本原因',
    process: '流程不当',
    explanation: '给客户的说明',
    close: '结案',
    closed: '已结案',
  },
  en: {
    file: 'File a complaint',
    about: 'What about',
    service: 'Customer service',
    happened: 'What happened',
    want: 'What you want',
    compensation: 'Compensation',
    submit: 'Submit',
    latest: /You will have a result by/,
    room: 'Complaints',
    unowned: /Unclaimed/,
    mine: 'I will handle it',
    askTeam: 'Ask the team',
    task: 'What to do',
    toTeam: 'Give to the team',
    teamRoom: /^Team tasks/,
    result: 'What came of it',
    done: 'Done',
    askGoodwill: 'Ask for goodwill',
    amount: 'Goodwill amount',
    reason: 'Reason',
    ask: 'Ask',
    waiting: 'Awaiting approval',
    approvals: 'Approvals',
    approve: 'Approve',
    text: 'Proposal to the customer',
    money: 'Goodwill',
    propose: 'Propose',
    accept: 'Accept',
    paid: /¥20\.00 is in your balance/,
    line: /Goodwill credit from UPay/,
    why: /Your complaint CP\d+/,
    outcome: 'Outcome',
    upheld: 'Upheld',
    cause: 'Cause',
    process: 'Our process',
    explanation: 'Explanation to the customer',
    close: 'Close',
    closed: 'Closed',
  },
} as const;

test('a complaint is taken, offered approved money, accepted, paid once and closed', async ({
  language,
  newBrowser,
  newCustomer,
}) => {
  const words = WORDS[language];
  const { page } = await newCustomer();
  const what = `排队四十分钟没有人接 ${Date.now()}`;
  await page.goto('/complaints');
  await page.getByRole('link', { name: words.file }).click();
  await page.getByLabel(words.about).selectOption({ label: words.service });
  await page.getByLabel(words.happened).fill(what);
  await page.getByLabel(words.want).selectOption({ label: words.compensation });
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await expect(page.getByText(words.latest)).toBeVisible();

  const agent = await newBrowser({ ...DESK_SCREEN, locale: language === 'zh' ? 'zh-CN' : 'en-US' });
  await logInAtDesk(agent, language);
  await agent.getByRole('link', { name: words.room }).click();
  await agent.getByRole('radio', { name: words.unowned }).click();
  await agent.getByRole('link').filter({ hasText: what }).click();
  await agent.getByRole('button', { name: words.mine }).click();
  await agent.getByRole('button', { name: words.askTeam }).click();
  await agent.getByLabel(words.task).fill(`查当天排班 ${what}`);
  await agent.getByRole('button', { name: words.toTeam }).click();
  await agent.getByRole('button', { name: words.askGoodwill }).click();
  await agent.getByLabel(words.amount).fill('20');
  await agent.getByLabel(words.reason).fill('等待过久');
  await agent.getByRole('button', { name: words.ask, exact: true }).click();
  await expect(agent.getByText(words.waiting)).toBeVisible();

  const supervisor = await newBrowser({ ...DESK_SCREEN, locale: language === 'zh' ? 'zh-CN' : 'en-US' });
  await logInAtDesk(supervisor, language, 'supervisor');
  await supervisor.goto('/desk/approvals');
  await supervisor.getByRole('button', { name: words.approve, exact: true }).first().click();
  await expect(supervisor.getByRole('button', { name: words.approve, exact: true })).toHaveCount(0);

  await supervisor.getByRole('link', { name: words.teamRoom }).click();
  const task = supervisor.getByRole('listitem').filter({ hasText: what });
  await task.getByLabel(words.result).fill('当天少排两人');
  await task.getByRole('button', { name: words.done }).click();
  await expect(task).toHaveCount(0);

  await agent.reload();
  await expect(agent.getByText('当天少排两人').first()).toBeVisible();
  await agent.getByLabel(words.money, { exact: true }).selectOption({ index: 1 });
  await agent.getByLabel(words.text).fill('补偿 20 元，并已加人');
  await agent.getByRole('button', { name: words.propose, exact: true }).click();

  // The customer's screen hears of it by itself.
  await page.getByRole('button', { name: words.accept, exact: true }).click();
  // What was paid leads to its line in the bills, and that back to the complaint.
  await page.getByRole('link', { name: words.paid }).click();
  await expect(page.getByText(words.line)).toBeVisible();
  await page.getByRole('link', { name: words.why }).click();
  await expect(page.getByText(words.paid)).toBeVisible();

  await agent.reload();
  await agent.getByLabel(words.outcome).selectOption({ label: words.upheld });
  await agent.getByLabel(words.cause).selectOption({ label: words.process });
  await agent.getByLabel(words.explanation).fill('我们排班不足，已经加人');
  await agent.getByRole('button', { name: words.close, exact: true }).click();
  await expect(page.getByText('我们排班不足，已经加人').first()).toBeVisible();
  await expect(page.getByText(words.closed).first()).toBeVisible();
});
