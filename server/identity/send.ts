import type { Context, SmsMessage } from './context.ts';
import { isEmail } from './email.ts';

/** Hands a message over, to a phone or a mailbox. Rejects when it was not taken. */
export async function send(context: Context, message: SmsMessage): Promise<void> {
  if (isEmail(message.to)) await context.sendMail({ ...message, subject: subjectOf(message.text) });
  else await context.sendSms(message);
}

/** What a text begins with: 【UPay】… up to the first stop. */
function subjectOf(text: string): string {
  const [first = 'UPay'] = text.split(/[：:。.；;]/u);
  return first.slice(0, 78);
}
