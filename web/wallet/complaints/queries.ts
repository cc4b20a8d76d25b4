import { queryOptions } from '@tanstack/react-query';
import { getComplaint, listComplaints } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';

export const complaintsQuery = queryOptions({
  queryKey: ['complaints'],
  queryFn: async ({ signal }) => (await call(listComplaints, { signal })).complaints,
});

export const complaintQuery = (id: string) =>
  queryOptions({
    queryKey: ['complaints', id],
    queryFn: ({ signal }) => call(getComplaint, { params: { id }, signal }),
  });
