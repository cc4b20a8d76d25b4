import { useQuery } from '@tanstack/react-query';
import type { RequestContent } from '../../shared/chat/message-row.tsx';
import { ConsentCard, VerificationCard } from '../../shared/chat/request-card.tsx';
import { accountActionsQuery } from '../account/queries.ts';

/** What was asked of the customer, as it stands now. */
export function DeskRequest(props: { conversationId: string; content: RequestContent }) {
  const { conversationId, content } = props;
  const known = useQuery(accountActionsQuery(conversationId)).data;
  if (content.type === 'verification') {
    const { verification } = content;
    return (
      <VerificationCard
        verification={known?.verifications.find(({ id }) => id === verification.id) ?? verification}
      />
    );
  }
  const { action } = content;
  return <ConsentCard action={known?.actions.find(({ id }) => id === action.id) ?? action} />;
}
