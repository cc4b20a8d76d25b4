import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { listComplaintLinks } from '../../../contract/conversation-links.ts';
import { call } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { LinkList } from './link-list.tsx';

/** Conversations that were linked with this complaint. */
export function ComplaintLinks({ complaintId }: { complaintId: string }) {
  const links = useQuery({
    queryKey: ['complaints', complaintId, 'links'],
    queryFn: ({ signal }) => call(listComplaintLinks, { params: { id: complaintId }, signal }),
    staleTime: 60_000,
  }).data?.links;
  if (!links?.length) return null;
  return (
    <Card title={<Trans>关联的会话</Trans>}>
      <LinkList links={links} />
    </Card>
  );
}
