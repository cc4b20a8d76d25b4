import type { BrowserContextOptions } from '@playwright/test';
import { DEMO_STAFF } from '../../scripts/demo-logins.ts';
import { authenticatorCode } from './authenticator.ts';
import { expect, type Language, type Page } from './journey.ts';

/** The screen agents work at. */
export const DESK_SCREEN = {
  viewport: { width: 1440, height: 900 },
} as const satisfies BrowserContextOptions;

const WORDS = {
  zh: {
    email: '工作邮箱',
    password: '密码',
    logIn: '登录',
    code: '动态口令',
    queue: /^未分配/,
    take: /^接待/,
    end: /^结束/,
    resolved: /^已解决/,
    reply: '回复客户',
    send: /^发送/,
    inbox: /收件箱/,
    desk: '工作台',
  },
  en: {
    email: 'Work email',
    password: 'Password',
    logIn: 'Log in',
    code: 'Authenticator code',
    queue: /^Queue/,
    take: /^Take/,
    end: /^Close/,
    resolved: /^Resolved/,
    reply: 'Reply to the customer',
    send: /^Send/,
    inbox: /Inbox/,
    desk: 'Desk',
  },
} as const satisfies Record<Language, unknown>;

/** Somebody of the demo comes to work: the agent, unless told otherwise. */
export async function logInAtDesk(
  page: Page,
  language: Language,
  role: (typeof DEMO_STAFF)[number]['role'] = 'agent',
): Promise<{ name: string }> {
  const words = WORDS[language];
  const agent = DEMO_STAFF.find((member) => member.role === role) ?? DEMO_STAFF[0];
  await page.goto('/desk/');
  await page.getByRole('textbox', { name: words.email }).fill(agent.email);
  await page.getByLabel(words.password, { exact: true }).fill(agent.password);
  await page.getByRole('button', { name: words.logIn, exact: true }).click();
  await page
    .getByRole('textbox', { name: words.code })
    .fill(await authenticatorCode(agent.authenticatorSecret));
  await expect(page.getByRole('navigation', { name: words.desk, exact: true })).toBeVisible();
  return { name: agent.name };
}

/** Opens a conversation of the queue, by the end of the customer's phone number. */
export async function openFromQueue(page: Page, language: Language, phone: string): Promise<void> {
  await page.getByRole('radio', { name: WORDS[language].queue }).click();
  await page
    .getByRole('link')
    .filter({ hasText: `****${phone.slice(-4)}` })
    .click();
}

export async function takeConversation(page: Page, language: Language): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: WORDS[language].take }).click();
  await expect(page.getByRole('textbox', { name: WORDS[language].reply })).toBeVisible();
}

export async function replyToCustomer(page: Page, language: Language, text: string): Promise<void> {
  await page.getByRole('textbox', { name: WORDS[language].reply }).fill(text);
  await page.getByRole('main').getByRole('button', { name: WORDS[language].send }).click();
}

/** Closes the conversation that is open as resolved. */
export async function closeConversation(page: Page, language: Language): Promise<void> {
  const words = WORDS[language];
  await page.getByRole('main').getByRole('button', { name: words.end }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(words.resolved).click();
  // By its text: in English the cross that closes the dialog is named Close too.
  await dialog.getByRole('button').filter({ hasText: words.end }).first().click();
  await expect(dialog).toHaveCount(0);
}
