import { type Incident, listDeskIncidents, listIncidents } from '../../contract/incidents.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { type IncidentRow, readIncidentsSince, readOpenIncidents } from './queries.ts';
import type { Rail } from './rail.ts';

const shownFor = 7 * 86_400_000;
const mostPast = 100;

export function viewIncident(
  { id, railId, methodType, operation, startedAt, endedAt }: IncidentRow,
  rails: readonly Rail[],
): Incident {
  return {
    id,
    methodType,
    operation,
    slower: rails.some((rail) => rail.tokensOf === railId && rail.operations.includes(operation)),
    startedAt: startedAt.toISOString(),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
  };
}

/** What customers and staff are told of incidents. */
export function incidentRoutes({ db, clock }: Platform, rails: readonly Rail[], serve: Serve): void {
  const viewForDesk = (row: IncidentRow) => ({
    ...viewIncident(row, rails),
    rail: {
      id: row.railId,
      name: rails.find(({ id }) => id === row.railId)?.name ?? { zh: row.railId, en: row.railId },
    },
    reason: row.reason,
  });
  serve(listIncidents, async () => ({
    incidents: (await readOpenIncidents(db)).map((row) => viewIncident(row, rails)),
  }));
  serve(listDeskIncidents, async () => {
    const since = new Date(clock.now().getTime() - shownFor);
    const [current, recent] = [await readOpenIncidents(db), await readIncidentsSince(db, since, mostPast)];
    return {
      current: current.map(viewForDesk),
      past: recent.filter(({ endedAt }) => endedAt !== null).map(viewForDesk),
    };
  });
}
