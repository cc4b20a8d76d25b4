import { passwordAgeMilliseconds } from './check-up.ts';
import type { Context } from './context.ts';
import { tell } from './notices.ts';
import { markReminded } from './queries/check-up.ts';

const atOnce = 500;

/** Tells everybody whose login password is a year old, and again a year later; logging in goes on as before. */
export async function remindOfOldPasswords(context: Pick<Context, 'platform'>): Promise<void> {
  const { db, clock } = context.platform;
  for (;;) {
    const now = clock.now();
    const before = new Date(now.getTime() - passwordAgeMilliseconds);
    const reminded = await db.transaction(async (tx) => {
      const ids = await markReminded(tx, { now, before, limit: atOnce });
      await tell(
        context,
        tx,
        ids.map((customerId) => ({ customerId, notice: 'password_old' })),
      );
      return ids.length;
    });
    if (reminded < atOnce) return;
  }
}
