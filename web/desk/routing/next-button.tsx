import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Headset } from 'lucide-react';
import { takeNext } from '../../../contract/routing.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { detailQuery } from '../inbox/queries.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { useAction } from '../keyboard/actions.tsx';
import { Kbd } from '../shell/kbd.tsx';
import { useChangedHands } from './use-changed-hands.ts';

/** Takes whoever is next among those that I can serve. */
export function NextButton({ waiting, inbox }: { waiting: number; inbox: InboxPlace }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const changedHands = useChangedHands();
  const take = useMutation({
    mutationFn: () => call(takeNext),
    onSuccess: ({ detail }) => {
      if (!detail) {
        void queryClient.invalidateQueries({ queryKey: ['conversations'] });
        toast(t`排队的客户里没有您能接待的`);
        return;
      }
      queryClient.setQueryData(detailQuery(detail.conversation.id).queryKey, detail);
      changedHands(detail.conversation);
      inbox.open(detail.conversation.id, 'mine');
    },
    onError: (error) =>
      toast(
        error instanceof ApiProblem
          ? error.message
          : t`没有连上服务器，不确定是否已接待。列表恢复后请再看一眼。`,
        { tone: 'danger' },
      ),
  });
  useAction('next_waiting', waiting > 0 && !take.isPending ? () => take.mutate() : undefined);
  if (waiting === 0) return null;
  return (
    <Button
      size="small"
      wide
      icon={<Headset />}
      loading={take.isPending}
      onClick={() => take.mutate()}
      aria-keyshortcuts="Q"
    >
      <span className="inline-flex items-center gap-2">
        <Trans>接待下一位</Trans>
        <Kbd onAccent>Q</Kbd>
      </span>
    </Button>
  );
}
