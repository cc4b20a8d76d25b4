import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { listLinks, unlinkConversation } from '../../../contract/conversation-links.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { LinkList } from './link-list.tsx';
import { toastProblem } from '../problem.ts';

/** What this conversation belongs together with, in whoever's hands that is. */
export function ConversationLinks({ conversationId }: { conversationId: string }) {
  const client = useQueryClient();
  const [linking, setLinking] = useState(false);
  const queryKey = ['conversation', conversationId, 'links'];
  const links = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listLinks, { params: { id: conversationId }, signal }),
    staleTime: 60_000,
  }).data?.links;
  const remove = useMutation({
    mutationFn: (linkId: string) => call(unlinkConversation, { params: { id: conversationId, linkId } }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return (
    <section className="mt-5">
      <header className="mb-1.5 flex items-center justify-between gap-3">
        <h3 className="font-semibold text-label">
          <Trans>有关的会话和投诉</Trans>
        </h3>
        <Button size="small" variant="quiet" icon={<Link2 />} onClick={() => setLinking(true)}>
          <Trans>添加关联</Trans>
        </Button>
      </header>
      {links && links.length > 0 && <LinkList links={links} onRemove={({ id }) => remove.mutate(id)} />}
      <LinkDialog
        conversationId={conversationId}
        open={linking}
        onOpenChange={setLinking}
        onLinked={(changed) => client.setQueryData(queryKey, changed)}
      />
    </section>
  );
}
