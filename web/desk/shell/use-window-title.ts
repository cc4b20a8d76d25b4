import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { owesReply } from '../inbox/clock.ts';
import { listQuery } from '../inbox/queries.ts';
import { may, useStaff } from '../session/session.ts';

/** The window's title, with how many customers wait for an answer of whoever is logged in. */
export function useWindowTitle(title: string): void {
  const mine = useQuery({ ...listQuery('mine', ''), enabled: may(useStaff(), 'conversation.work') });
  const awaiting = mine.data?.conversations.filter(owesReply).length ?? 0;
  useEffect(() => {
    document.title = awaiting > 0 ? `(${awaiting}) ${title}` : title;
  }, [awaiting, title]);
}
