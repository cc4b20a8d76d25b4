import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { ApiProblem } from '../../shared/api.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { deskComplaintQuery } from './queries.ts';

/** Does something to a complaint and shows it as it then is; a refusal says why and looks again. */
export function useChange<Input>(id: string, send: (input: Input) => Promise<DeskComplaintDetail>) {
  const { t } = useLingui();
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (complaint) => client.setQueryData(deskComplaintQuery(id).queryKey, complaint),
    onError: (error) =>
      toast(error instanceof ApiProblem ? error.message : t`没有连上服务器，请再试一次`, { tone: 'danger' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['complaints'] }),
  });
}
