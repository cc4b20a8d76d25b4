import type { Transaction } from '../platform/database/database.ts';
import { checkUp, passwordAgeMilliseconds } from './check-up.ts';
import type { Context } from './context.ts';
import { type Notice, tell } from './notices.ts';
import { markCheckUpReminded, markPasswordReminded } from './queries/check-up.ts';

const atOnce = 500;
/** Twice a year. */
const checkUpMilliseconds = 182 * 24 * 60 * 60_000;

type Reminding = Pick<Context, 'platform'>;

/** Tells everybody whose login password is a year old, and again a year later; logging in goes on as before. */
export function remindOfOldPasswords(context: Reminding): Promise<void> {
  return remind(context, 'password_old', async (tx, now) => {
    const before = new Date(now.getTime() - passwordAgeMilliseconds);
    const due = await markPasswordReminded(tx, { now, before, limit: atOnce });
    return { due, told: due };
  });
}

/** Tells twice a year whoever’s check-up finds something at risk. */
export function remindOfCheckUps(context: Reminding): Promise<void> {
  return remind(context, 'check_up_at_risk', async (tx, now) => {
    const before = new Date(now.getTime() - checkUpMilliseconds);
    const due = await markCheckUpReminded(tx, { now, before, limit: atOnce });
    const told: string[] = [];
    for (const id of due)
      if ((await checkUp(tx, id, now)).items.some(({ state }) => state === 'risk')) told.push(id);
    return { due, told };
  });
}

/** Some at a time, so that no transaction holds many for long. */
async function remind(
  context: Reminding,
  notice: Notice,
  mark: (tx: Transaction, now: Date) => Promise<{ due: string[]; told: string[] }>,
): Promise<void> {
  const { db, clock } = context.platform;
  let more = true;
  while (more)
    more = await db.transaction(async (tx) => {
      const { due, told } = await mark(tx, clock.now());
      await tell(
        context,
        tx,
        told.map((customerId) => ({ customerId, notice })),
      );
      return due.length === atOnce;
    });
}
