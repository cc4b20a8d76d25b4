import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getReport, getWall, listBadRatings } from '../../../contract/reports.ts';
import { call } from '../../shared/api.ts';

const WALL_REFRESH_MS = 3_000;
const REPORT_REFRESH_MS = 60_000;

export const wallQuery = queryOptions({
  queryKey: ['wall'],
  queryFn: ({ signal }) => call(getWall, { signal }),
  refetchInterval: WALL_REFRESH_MS,
});

export const reportQuery = (span: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['report', span],
    queryFn: ({ signal }) => call(getReport, { query: span, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REPORT_REFRESH_MS,
  });

export const badRatingsQuery = queryOptions({
  queryKey: ['bad-ratings'],
  queryFn: ({ signal }) => call(listBadRatings, { signal }),
  refetchInterval: REPORT_REFRESH_MS,
});
