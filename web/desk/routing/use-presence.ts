import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { type Presence, setPresence } from '../../../contract/routing.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { presenceQuery } from './queries.ts';

/** What was chosen in this window, against what becomes of it. */
let chosen: Presence | undefined;

export function useChangePresence() {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (presence: Presence) => {
      chosen = presence;
      return call(setPresence, { body: { presence } });
    },
    onSuccess: (agent) => queryClient.setQueryData(presenceQuery.queryKey, agent),
    onError: (error) =>
      toast(error instanceof ApiProblem ? error.message : t`没有连上服务器，状态没有改变`, {
        tone: 'danger',
      }),
  });
}

/** Who was away too long, with their computer asleep perhaps, is told that nothing comes to them any more. */
export function usePresenceLost(): void {
  const { t } = useLingui();
  const presence = useQuery(presenceQuery).data?.presence;
  const { mutate } = useChangePresence();
  const before = useRef(presence);
  const tell = useEffectEvent(() =>
    toast(t`连接中断太久，您已离线，不再分到会话`, {
      action: { label: t`重新上线`, onClick: () => mutate('online') },
      durationMs: 60_000,
    }),
  );
  useEffect(() => {
    if (before.current === 'online' && presence === 'offline' && chosen !== 'offline') tell();
    before.current = presence;
  }, [presence]);
}
