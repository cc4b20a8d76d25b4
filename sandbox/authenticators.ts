import { generateSync } from 'otplib';
import { z } from 'zod';

const STEP_SECONDS = 30;

/** An account in somebody's authenticator app. */
export const authenticatorSchema = z.object({
  account: z.string().min(1),
  /** Base32, as a QR code carries it. */
  secret: z.string().regex(/^[A-Z2-7]{26,}$/),
});
export type Authenticator = z.infer<typeof authenticatorSchema>;

/** What the app shows now. */
export function shownCodes(
  authenticators: readonly Authenticator[],
  now = Date.now(),
): Array<{ account: string; code: string; secondsLeft: number }> {
  const epoch = Math.floor(now / 1000);
  return authenticators.map(({ account, secret }) => ({
    account,
    code: generateSync({ secret, epoch }),
    secondsLeft: STEP_SECONDS - (epoch % STEP_SECONDS),
  }));
}
