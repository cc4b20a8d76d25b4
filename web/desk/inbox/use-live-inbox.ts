import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { DeskConversation } from '../../../contract/support.ts';
import { useFrames } from '../../shared/use-realtime.tsx';
import { presenceQuery } from '../routing/queries.ts';
import { useStaff } from '../session/session.ts';
import { applyRun, applyToLists, knownConversation, withSaid } from './live-updates.ts';
import { detailQuery, guideRunsQuery } from './queries.ts';

/** At a peak changes come by the dozen: lists are asked for anew at most this often. */
const REFRESH_EVERY_MS = 1_500;

/**
 * Keeps every list and every guide run current from the socket, without a reload.
 * @param onChange told of each conversation that changed, before the lists are
 */
export function useLiveInbox(onChange: (conversation: DeskConversation) => void): void {
  const queryClient = useQueryClient();
  const staff = useStaff();
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  function apply(conversation: DeskConversation): void {
    onChange(conversation);
    applyToLists(queryClient, conversation, staff);
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: ['conversations'] });
      void queryClient.invalidateQueries({ queryKey: presenceQuery.queryKey });
    }, REFRESH_EVERY_MS);
  }

  useFrames('inbox', ({ conversation }) => apply(conversation));
  // What is followed is not told of a second time.
  useFrames('messages', ({ conversationId, messages }) => {
    const known = knownConversation(queryClient, conversationId);
    const changed = known && withSaid(known, messages);
    if (changed) apply(changed);
  });
  useFrames('guide_run', ({ conversationId, run }) => {
    if (!conversationId) return;
    applyRun(queryClient, conversationId, run);
    void queryClient.invalidateQueries({ queryKey: guideRunsQuery(conversationId).queryKey });
    // A guide moves on when the payment did.
    void queryClient.invalidateQueries({ queryKey: ['conversation', conversationId, 'payment'] });
    void queryClient.invalidateQueries({ queryKey: detailQuery(conversationId).queryKey });
  });
}
