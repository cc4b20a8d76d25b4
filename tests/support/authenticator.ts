import { setTimeout as sleep } from 'node:timers/promises';
import { generateSync } from 'otplib';

const stepSeconds = 30;
/** Of each authenticator, the last step whose code was used here: the server takes none twice. */
const used = new Map<string, number>();

/** A code that an authenticator app shows and that was not used yet; waits for one when it must. */
export async function authenticatorCode(secret: string, now: () => number = Date.now): Promise<string> {
  const present = () => Math.floor(now() / 1000 / stepSeconds);
  // The server allows for clocks that are one step behind or ahead: the next step's code is good already, and the present
  // one's still for a while, however busy the machine is.
  const step = Math.max(present(), (used.get(secret) ?? 0) + 1);
  used.set(secret, step);
  while (step > present() + 1) await sleep(500);
  return generateSync({ secret, epoch: step * stepSeconds });
}

/** The body with which a member of staff logs in. */
export async function staffCredentials(
  staff: { email: string; password: string; authenticatorSecret: string },
  now?: () => number,
): Promise<{ email: string; password: string; code: string }> {
  const { email, password } = staff;
  return { email, password, code: await authenticatorCode(staff.authenticatorSecret, now) };
}
