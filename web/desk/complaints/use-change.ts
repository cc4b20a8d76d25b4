import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { deskComplaintQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** Does something to a complaint and shows it as it then is; a refusal says why and looks again. */
export function useChange<Input>(id: string, send: (input: Input) => Promise<DeskComplaintDetail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (complaint) => client.setQueryData(deskComplaintQuery(id).queryKey, complaint),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['complaints'] }),
  });
}
