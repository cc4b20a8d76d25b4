import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  getComplaintTrends,
  getDeskComplaint,
  listComplaintHandlers,
  listComplaintTasks,
  listDeskComplaints,
} from '../../../contract/complaints.ts';
import type { QueryOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';

export type ComplaintView = QueryOf<typeof listDeskComplaints>['view'];

/** Clocks run; what is due is looked at anew. */
const REFRESH_MS = 30_000;

export const complaintListQuery = (view: ComplaintView, search: string) =>
  infiniteQueryOptions({
    queryKey: ['complaints', 'list', view, search],
    queryFn: ({ signal, pageParam }) =>
      call(listDeskComplaints, {
        query: { view, ...(search ? { search } : {}), ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: REFRESH_MS,
  });

export const complaintCountsQuery = queryOptions({
  queryKey: ['complaints', 'counts'],
  queryFn: async ({ signal }) => (await call(listDeskComplaints, { query: { view: 'mine' }, signal })).counts,
  refetchInterval: REFRESH_MS,
});

export const teamTasksQuery = queryOptions({
  queryKey: ['complaints', 'tasks'],
  queryFn: async ({ signal }) => (await call(listComplaintTasks, { signal })).tasks,
  refetchInterval: REFRESH_MS,
});

export const deskComplaintQuery = (id: string) =>
  queryOptions({
    queryKey: ['complaints', 'one', id],
    queryFn: ({ signal }) => call(getDeskComplaint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const handlersQuery = queryOptions({
  queryKey: ['complaints', 'handlers'],
  queryFn: async ({ signal }) => (await call(listComplaintHandlers, { signal })).handlers,
});

export const trendsQuery = (days: number) =>
  queryOptions({
    queryKey: ['complaints', 'trends', days],
    queryFn: ({ signal }) => call(getComplaintTrends, { query: { days: String(days) }, signal }),
  });
