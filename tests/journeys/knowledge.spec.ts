import { expect, test } from '../support/journey.ts';
import { DESK_SCREEN, logInAtDesk } from '../support/journey-desk.ts';
import { contactSupport, newestCard, say } from '../support/journey-steps.ts';

// Nothing here differs by language; the desk's screens are looked at in both elsewhere.
test.skip(({ language }) => language === 'en');
test.use({ expectedComplaints: /status of 40[14]/ });

test('an article one wrote another publishes; the help centre has it, and the desk hears whether it helps', async ({
  newBrowser,
}) => {
  const title = `宠物保险怎么退 ${Date.now()}`;
  const editor = await newBrowser(DESK_SCREEN);
  await logInAtDesk(editor, 'zh', 'knowledge_editor');
  await editor.getByRole('link', { name: '知识库' }).click();
  await editor.getByRole('button', { name: '写新文章' }).click();
  await editor.getByLabel('编号（英文，用在地址里）').fill('pet-insurance');
  await editor.getByLabel('中文标题').fill(title);
  await editor.getByLabel('中文正文').fill('- 打开保单。\n- 点退保。');
  await editor.getByLabel('英文标题').fill('Leaving pet insurance');
  await editor.getByLabel('英文正文').fill('- Open the policy.\n- Choose leave.');
  await editor.getByRole('button', { name: '保存草稿' }).click();
  await editor.getByRole('button', { name: '提交审核' }).click();
  await expect(editor.getByText('自己写的由别人发布。')).toBeVisible();
  await expect(editor.getByRole('button', { name: '发布', exact: true })).toHaveCount(0);

  const visitor = await newBrowser();
  await visitor.goto('/help/articles/pet-insurance');
  await expect(visitor.getByText('没有这篇文章')).toBeVisible();

  const supervisor = await newBrowser(DESK_SCREEN);
  await logInAtDesk(supervisor, 'zh', 'supervisor');
  await supervisor.getByRole('link', { name: '知识库' }).click();
  await supervisor.getByRole('navigation', { name: '文章' }).getByRole('link', { name: title }).click();
  await supervisor.getByRole('button', { name: '发布', exact: true }).click();
  await expect(supervisor.getByText('已发布，帮助中心马上能看到', { exact: true })).toBeVisible();

  await visitor.goto('/help');
  await visitor.getByRole('searchbox', { name: '搜索帮助' }).fill('宠物保险');
  await visitor.getByRole('main').getByRole('link', { name: title }).click();
  await expect(visitor.getByRole('listitem').filter({ hasText: '点退保' })).toBeVisible();
  await visitor.getByRole('button', { name: '解决了' }).click();
  await expect(visitor.getByText('谢谢，很高兴帮到您。')).toBeVisible();
  await supervisor.reload();
  await expect(supervisor.getByText(/1 人说解决了/).first()).toBeVisible();
});

test('what the assistant did not understand is labelled at the desk, learnt, and understood in the chat', async ({
  newBrowser,
  newCustomer,
}) => {
  const slang = '我的小金库咋瘪了';
  const { page } = await newCustomer();
  await page.goto('/');
  await contactSupport(page, 'zh');
  await say(page, 'zh', slang);
  await expect(page.getByText(slang)).toBeVisible();

  const editor = await newBrowser(DESK_SCREEN);
  await logInAtDesk(editor, 'zh', 'knowledge_editor');
  await editor.getByRole('link', { name: '助手学习' }).click();
  const item = editor.getByRole('listitem').filter({ hasText: slang });
  await item.getByLabel('客户的意思').selectOption('unrecognised-transaction');
  await expect(item).toHaveCount(0);
  await editor.getByRole('button', { name: '学习', exact: true }).click();
  // Seconds, and more where others keep the processors busy.
  const model = editor.getByRole('listitem').filter({ hasText: '1 条标注 ·' });
  await expect(model.getByText('在用')).toBeVisible({ timeout: 90_000 });

  const other = await newCustomer({ name: '周子昂' });
  await other.page.goto('/');
  await contactSupport(other.page, 'zh');
  await say(other.page, 'zh', '小金库咋瘪了');
  await expect(newestCard(other.page)).toContainText('钱包里没有这笔扣款');
});
