import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Merge } from 'lucide-react';
import { useState } from 'react';
import { listHistory } from '../../../contract/agent-hands.ts';
import type { ResultOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { ACTION_STATES } from '../../shared/chat/request-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { MergeDialog } from '../links/merge-dialog.tsx';

type Entry = ResultOf<typeof listHistory>['entries'][number];

const KIND_NAMES: Record<Entry['kind'], MessageDescriptor> = {
  conversation: msg`会话`,
  complaint: msg`投诉`,
  account_action: msg`办理`,
};
const STATE_NAMES: Record<string, MessageDescriptor> = {
  resolved: msg`已解决`,
  unresolved: msg`未解决`,
  closed: msg`已结束`,
  merged: msg`已合并`,
  assistant: msg`进行中`,
  queued: msg`进行中`,
  assigned: msg`进行中`,
};

/** What this customer came to us about before, wherever it was; who has the conversation may merge what goes on in it. */
export function History({ conversationId, acts }: { conversationId: string; acts: boolean }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const [merging, setMerging] = useState<string>();
  const entries = useQuery({
    queryKey: ['conversation', conversationId, 'history'],
    queryFn: ({ signal }) => call(listHistory, { params: { id: conversationId }, signal }),
    staleTime: 60_000,
  }).data?.entries;
  if (!entries?.length) return null;
  return (
    <section className="mt-5">
      <h3 className="mb-1.5 font-semibold text-label">
        <Trans>以前的来访</Trans>
      </h3>
      <ul className="flex flex-col gap-1.5 text-label">
        {entries.map((entry) => {
          const state =
            entry.kind === 'account_action'
              ? ACTION_STATES[entry.state as keyof typeof ACTION_STATES]?.name
              : STATE_NAMES[entry.state];
          const name = entry.title ? localized(entry.title) : t(KIND_NAMES[entry.kind]);
          return (
            <li key={entry.id} className="flex items-center justify-between gap-3">
              <span className="min-w-0 truncate">
                {entry.kind === 'conversation' ? (
                  <Link
                    to="/conversations/$conversationId"
                    params={{ conversationId: entry.id }}
                    className="text-accent-ink hover:underline"
                  >
                    {name}
                  </Link>
                ) : (
                  name
                )}
                <span className="ml-1.5 text-caption text-muted">
                  {[state && t(state), entry.agentName, entry.score && t`${entry.score} 分`]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span className="flex shrink-0 items-center gap-1 text-caption text-muted">
                <Time value={entry.at} />
                {acts && entry.kind === 'conversation' && entry.state !== 'merged' && (
                  <IconButton
                    icon={<Merge />}
                    tone="muted"
                    label={t`并入当前会话：${name}`}
                    onClick={() => setMerging(entry.id)}
                  />
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <MergeDialog conversationId={conversationId} mergedId={merging} onClose={() => setMerging(undefined)} />
    </section>
  );
}
