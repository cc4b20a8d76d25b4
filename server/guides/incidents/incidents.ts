import * as contract from '../../../contract/incidents.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { appendAudit, assertStaffMay, type Identity } from '../../identity/identity.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Support } from '../../support/support.ts';
import type { Run } from '../run.ts';
import { messageIdOf } from '../tell.ts';
import { text } from '../wording.ts';
import { causesOf, guideCause } from './causes.ts';
import { defineTelling, end } from './end.ts';
import * as queries from './queries.ts';
import { forgetReports, watchReports } from './watch.ts';

const overShownFor = 2 * 3_600_000;
const pastShownFor = 7 * 86_400_000;
const mostPast = 100;
const ever = new Date(0);

const over = ({ zh, en }: LocalizedText): LocalizedText =>
  text(
    `您反映过的${zh}已经处理好，谢谢您告诉我们。还有问题请写在这里。`,
    `What you reported, ${en}, is put right; thank you for telling us. If anything is left, write here.`,
  );

/** What many customers report at once. */
export interface ReportedIncidents {
  /** Notes what a run reports that it had not reported before. */
  record(tx: Transaction, before: Run, after: Run): void;
  /** What customers are told of the problem that a guide is for, or of any. */
  known(q: Queryable, guide?: string): Promise<LocalizedText | undefined>;
  routes(serve: Serve): void;
}

export function createReportedIncidents(
  platform: Platform,
  identity: Identity,
  support: Support,
): ReportedIncidents {
  const { db, clock, jobs } = platform;
  jobs.define('guides.watch_reports', () => db.transaction((tx) => watchReports(platform, tx)), {
    every: 'minute',
  });
  jobs.define('guides.forget_reports', () => forgetReports(platform), { every: 'day' });
  defineTelling(platform, identity, support);

  async function current(q: Queryable): Promise<queries.IncidentRow[]> {
    return (await queries.readIncidents(q)).filter(({ state }) => state === 'announced');
  }

  /** Changes an incident that is under way, as a supervisor. */
  async function decide(
    caller: Callers['staff'],
    id: string,
    action: string,
    change: (tx: Transaction, incident: queries.IncidentRow) => Promise<void>,
  ): Promise<undefined> {
    assertStaffMay(caller, 'decide', 'incident');
    await db.transaction(async (tx) => {
      const [incident] = await queries.lockIncidents(tx, id);
      if (incident === undefined) throw new ProblemError('not_found');
      await change(tx, incident);
      const { staffId, sessionId } = caller;
      const details = { incidentId: id, cause: incident.cause };
      await appendAudit(tx, [{ at: clock.now(), staffId, sessionId, action, details }]);
    });
  }

  return {
    record(tx, before, after) {
      const had = before.stepCount === 0 ? [] : causesOf(before).map(({ cause }) => cause);
      const causes = causesOf(after).filter(({ cause }) => !had.includes(cause));
      if (causes.length === 0) return;
      queries.writeReports(tx, { id: after.id, customerId: after.customerId, at: clock.now(), causes });
    },
    async known(q, guide) {
      const incidents = await current(q);
      return incidents.find(({ cause }) => guide === undefined || cause === guideCause(guide))?.text;
    },
    routes(serve) {
      serve(contract.listReportedIncidents, async () => {
        const ended = await queries.readEnded(db, new Date(clock.now().getTime() - overShownFor), mostPast);
        const over = ended.filter(({ state }) => state === 'announced');
        return { incidents: [...(await current(db)), ...over].map(view) };
      });

      serve(contract.reportIncident, async ({ caller: { customerId }, params }) => {
        const incident = (await current(db)).find(({ id }) => id === params.id);
        if (incident === undefined) throw new ProblemError('not_found');
        const id = messageIdOf(incident.id, `reported by ${customerId}`);
        await db.transaction(async (tx) =>
          queries.writeReports(tx, { id, customerId, at: clock.now(), causes: [incident] }),
        );
        return undefined;
      });

      serve(contract.listDeskReportedIncidents, async () => {
        const since = new Date(clock.now().getTime() - pastShownFor);
        const [open, ended] = [await queries.readIncidents(db), await queries.readEnded(db, since, mostPast)];
        const customers = await queries.countReporters(
          db,
          [...open, ...ended].map(({ id }) => id),
          ever,
        );
        const viewForDesk = (row: queries.IncidentRow) => ({
          ...view(row),
          state: row.state,
          customers: customers.get(row.id)?.customers ?? 0,
          usual: row.usual,
        });
        return {
          current: open.filter(({ state }) => state !== 'dismissed').map(viewForDesk),
          past: ended.map(viewForDesk),
        };
      });

      serve(contract.announceIncident, ({ caller, params, body }) =>
        decide(caller, params.id, 'incident.announced', (tx, { id }) =>
          queries.updateIncident(tx, {
            id,
            text: body.text,
            state: 'announced',
            at: clock.now(),
            ended: false,
          }),
        ),
      );

      serve(contract.endIncident, ({ caller, params, body: { outcome } }) =>
        decide(caller, params.id, `incident.${outcome}`, async (tx, incident) => {
          if (outcome === 'dismissed')
            return queries.updateIncident(tx, { ...incident, state: outcome, at: clock.now(), ended: false });
          if (incident.state !== 'announced') throw new ProblemError('conflict');
          await queries.adoptReports(tx, incident.openedAt);
          await end(platform, tx, incident, over(incident.title));
        }),
      );
    },
  };
}

const view = ({ id, title, text: told, openedAt, endedAt }: queries.IncidentRow) => ({
  id,
  title,
  text: told,
  startedAt: openedAt.toISOString(),
  ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
});
