import { queryOptions } from '@tanstack/react-query';
import { listDeskIncidents, listDeskReportedIncidents } from '../../../contract/incidents.ts';
import { call } from '../../shared/api.ts';

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => call(listDeskIncidents, { signal }),
  refetchInterval: 15_000,
});

export const reportedIncidentsQuery = queryOptions({
  queryKey: ['reported-incidents'],
  queryFn: ({ signal }) => call(listDeskReportedIncidents, { signal }),
  refetchInterval: 15_000,
});
