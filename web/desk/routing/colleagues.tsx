import { Trans, useLingui } from '@lingui/react/macro';
import type { Agent } from '../../../contract/routing.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { PresenceDot } from './presence-dot.tsx';

export interface ColleaguesProps {
  agents: readonly Agent[];
  loading: boolean;
  value: string;
  onChange: (agentId: string) => void;
}

const places = ({ presence, load, capacity }: Agent) => (presence === 'offline' ? -1 : capacity - load);

/** One colleague to choose: who is there and has most room first; who is not there or full cannot be chosen. */
export function Colleagues({ agents, loading, value, onChange }: ColleaguesProps) {
  const { t } = useLingui();
  if (loading) return <Skeleton className="h-24 w-full" />;
  if (agents.length === 0)
    return (
      <p className="py-3 text-label text-muted">
        <Trans>没有其他同事。</Trans>
      </p>
    );
  return (
    <fieldset className="grid max-h-56 gap-1.5 overflow-y-auto overscroll-contain">
      <legend className="sr-only">{t`同事`}</legend>
      {agents
        .toSorted((a, b) => places(b) - places(a))
        .map((agent) => (
          <label
            key={agent.id}
            className="flex min-h-target items-center gap-2.5 rounded-control border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="colleague"
              className="sr-only"
              disabled={places(agent) <= 0}
              checked={value === agent.id}
              onChange={() => onChange(agent.id)}
            />
            <Avatar name={agent.name} />
            <span className="min-w-0 flex-1 truncate text-control">{agent.name}</span>
            <span className="inline-flex shrink-0 items-center gap-1.5 text-caption text-muted">
              <PresenceDot presence={agent.presence} />
              {agent.presence === 'online' && <Trans>在线</Trans>}
              {agent.presence === 'away' && <Trans>离开</Trans>}
              {agent.presence === 'offline' && <Trans>离线</Trans>}
              <span className="tabular">
                {agent.load}/{agent.capacity}
              </span>
            </span>
          </label>
        ))}
    </fieldset>
  );
}
