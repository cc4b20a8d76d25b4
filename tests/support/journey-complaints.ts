import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** Whether somebody is logged in is asked before anybody is. */
const askingWho = /status of 401 .* \/api\/(me|staff\/me)$/;

/** Runs in the page. */
const tellBreaches = `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  console.error('content security policy: ' + effectiveDirective + ' ' + blockedURI);
});`;

/**
 * Gathers what the browser complains of in all pages of a context: errors on the console, exceptions, breaches of the
 * content security policy. A refused request reads "Failed to load resource: … status of 402 (Payment Required) /api/…".
 */
export async function gatherComplaints(
  context: BrowserContext,
  complaints: string[],
  expected: RegExp,
): Promise<void> {
  const complain = (text: string) => {
    if (!askingWho.test(text) && !expected.test(text)) complaints.push(text);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') complain(describe(message));
  });
  context.on('weberror', (problem) => complain(String(problem.error())));
  // UPay asks in its own dialogs: one of the browser's is an attacker's script at work.
  context.on('dialog', (dialog) => {
    complain(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.addInitScript({ content: tellBreaches });
}

function describe(message: ConsoleMessage): string {
  const { url } = message.location();
  return `${message.text()} ${URL.canParse(url) ? new URL(url).pathname : url}`;
}
