import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { mergeConversation } from '../../../contract/conversation-links.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ProblemBanner } from '../problem-banner.tsx';

/** Says what merging does, which cannot be undone, and does it. `mergedId`: the earlier conversation; closed while undefined. */
export function MergeDialog({
  conversationId,
  mergedId,
  onClose,
}: {
  conversationId: string;
  mergedId: string | undefined;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const merge = useMutation({
    mutationFn: (id: string) => call(mergeConversation, { params: { id: conversationId, mergedId: id } }),
    onSuccess: () => {
      onClose();
      toast(t`已并入这个会话`, { tone: 'success' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['conversation'] }),
  });
  return (
    <Dialog
      open={mergedId !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
        merge.reset();
      }}
      title={<Trans>并入当前会话</Trans>}
      description={<Trans>客户还是为同一件事来的。两个会话都会注明，客户也看得到。合并后不能撤销。</Trans>}
      footer={
        <Button loading={merge.isPending} onClick={() => mergedId && merge.mutate(mergedId)}>
          <Trans>合并</Trans>
        </Button>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-label">
        <li>
          <Trans>您和之后接待的同事可以查看那个会话</Trans>
        </li>
        <li>
          <Trans>报表里它不再算作已解决</Trans>
        </li>
        <li>
          <Trans>不再请客户为它评分</Trans>
        </li>
      </ul>
      <ProblemBanner error={merge.error} />
    </Dialog>
  );
}
