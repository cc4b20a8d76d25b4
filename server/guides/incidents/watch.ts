import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { text } from '../wording.ts';
import type { Cause } from './causes.ts';
import { end } from './end.ts';
import * as queries from './queries.ts';
import { type Count, chanceOf, isUnusual, usualOf } from './unusual.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Reports are counted over this window; the same hour of a day before has four of them. */
const windowMinutes = 15;
const windowsADay = 60 / windowMinutes;
/** What is usual rests on so many days. */
const usualDays = 14;
/** It is over once there were no more reports than usual for so long. */
const quietMinutes = 30;

const announcement = ({ zh, en }: LocalizedText): LocalizedText =>
  text(
    `现在不少客户反映${zh}。我们已经知道，正在查，请先不要重复操作。`,
    `Many customers report ${en}. We know and are looking into it; please do not repeat what you tried.`,
  );
const ceased = ({ zh, en }: LocalizedText): LocalizedText =>
  text(
    `已有一段时间没有客户再反映${zh}，应该恢复了。您那边还不行的话，请告诉我们。`,
    `Nobody has reported ${en} for a while, so it should work again. If it does not for you, please tell us.`,
  );

/**
 * Looks, in one transaction, at what customers report: ends what they have ceased to report, proposes what clearly more do
 * than usual, the most unusual first, so that what it explains is not proposed for itself, and announces what is beyond doubt.
 */
export async function watchReports(platform: Platform, tx: Transaction): Promise<void> {
  const now = platform.clock.now();
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);
  // Nobody's word but a person's announces what only those report who came since: accounts are opened easily.
  const cameBefore = ago(usualDays * (day / minute));
  const before = await createUsual(tx, now);
  await queries.adoptReports(tx, ago(quietMinutes));

  const open = await queries.lockIncidents(tx);
  const ids = open.map(({ id }) => id);
  const usual = await before(open.map(({ cause }) => cause));
  const [lately, inWindow] = [
    await queries.countReporters(tx, ids, ago(quietMinutes)),
    await queries.countReporters(tx, ids, ago(windowMinutes), cameBefore),
  ];
  for (const incident of open) {
    const past = usual(incident.cause);
    const isQuiet =
      (lately.get(incident.id)?.customers ?? 0) <=
      Math.max(1, 1.5 * usualOf(past) * (quietMinutes / windowMinutes));
    if (incident.openedAt <= ago(quietMinutes) && incident.changedAt <= ago(quietMinutes) && isQuiet)
      await end(platform, tx, incident, ceased(incident.title));
    else if (
      incident.state === 'proposed' &&
      isUnusual({ ...past, customers: inWindow.get(incident.id)?.established ?? 0 }, 'announced')
    )
      await announce(tx, incident);
  }

  for (;;) {
    const counted = await queries.countUnexplained(tx, ago(windowMinutes), cameBefore);
    const past = await before(counted.map(({ cause }) => cause));
    const worst = mostTelling(
      counted.map((one) => ({ ...one, count: { ...past(one.cause), customers: one.customers } })),
    );
    if (worst === undefined) return;
    const { cause, title, customers, established, count } = worst;
    const incident = { id: newId(), cause, title, text: announcement(title) };
    await queries.insertIncident(tx, { ...incident, customers, usual: usualOf(count), at: now });
    await queries.adoptReports(tx, ago(windowMinutes));
    platform.log.warn({ incidentId: incident.id, cause, customers }, 'many customers report the same');
    if (isUnusual({ ...count, customers: established }, 'announced')) await announce(tx, incident);
  }

  async function announce(to: Transaction, { id, text: told }: Pick<queries.IncidentRow, 'id' | 'text'>) {
    await queries.updateIncident(to, { id, text: told, state: 'announced', at: now, ended: false });
  }
}

/**
 * The most unusual; in its place what is narrower, a bank before a network before what people complain of, where that is
 * most of it now and was not before.
 */
function mostTelling<One extends Cause & { count: Count }>(counted: readonly One[]): One | undefined {
  const unusual = counted
    .filter(({ count }) => isUnusual(count, 'proposed'))
    .toSorted((a, b) => chanceOf(a.count) - chanceOf(b.count) || b.count.customers - a.count.customers);
  const [first] = unusual;
  if (first === undefined) return undefined;
  const most = unusual.filter(
    ({ count }) => count.customers >= 0.8 * first.count.customers && count.before <= 0.5 * first.count.before,
  );
  const kind = ({ cause }: Cause) => cause.split(':', 1)[0];
  return most.find((one) => kind(one) === 'bank') ?? most.find((one) => kind(one) === 'network') ?? first;
}

/** What was reported at this time of the days before, as far as there were any. */
async function createUsual(q: Queryable, now: Date) {
  const first = await queries.firstReport(q);
  const days = first === undefined ? 0 : Math.floor((now.getTime() - first.getTime()) / day);
  const span = {
    around: new Date(now.getTime() - (windowMinutes / 2) * minute),
    days: Math.min(days, usualDays),
  };
  return async (causes: readonly string[]): Promise<(cause: string) => Omit<Count, 'customers'>> => {
    const counted =
      causes.length === 0 ? new Map<string, number>() : await queries.countBefore(q, causes, span);
    return (cause) => ({ before: counted.get(cause) ?? 0, windows: span.days * windowsADay });
  };
}

/** Removes what the usual no longer rests on. */
export const forgetReports = ({ db, clock }: Platform) =>
  queries.deleteReports(db, new Date(clock.now().getTime() - (usualDays + 1) * day));
