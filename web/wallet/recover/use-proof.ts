import { useMutation, useQueryClient } from '@tanstack/react-query';
import { proveInRecovery } from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { recoveryQuery } from './queries.ts';

/** Sends a proof; what the recovery is then is shown. @param onWrong what was typed is forgotten */
export function useProof(onDone: () => void, onWrong?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyOf<typeof proveInRecovery>) => call(proveInRecovery, { body }),
    onSuccess: (changed) => {
      client.setQueryData(recoveryQuery.queryKey, changed);
      onDone();
    },
    onError: (error) => {
      onWrong?.();
      if (error instanceof ApiProblem && error.code === 'recovery_over')
        client.setQueryData(recoveryQuery.queryKey, null);
    },
  });
}
