import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listHistory } from '../../../contract/agent-hands.ts';
import type { ResultOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { ACTION_STATES } from '../../shared/chat/request-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Time } from '../../shared/ui/time.tsx';

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
  assistant: msg`进行中`,
  queued: msg`进行中`,
  assigned: msg`进行中`,
};

/** What this customer came to us about before, wherever it was. */
export function History({ conversationId }: { conversationId: string }) {
  const { t } = useLingui();
  const localized = useLocalized();
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
            <li key={entry.id} className="flex items-baseline justify-between gap-3">
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
              <span className="shrink-0 text-caption text-muted">
                <Time value={entry.at} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
