import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal, Users } from 'lucide-react';
import { useState } from 'react';
import { guideAreas } from '../../../contract/guides.ts';
import type { Agent } from '../../../contract/routing.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { AgentDialog } from './agent-dialog.tsx';
import { PresenceDot } from './presence-dot.tsx';
import { agentsQuery } from './queries.ts';

/** Who answers customers: who is there, how much each has, and what routing gives them. */
export function TeamPage() {
  const { t } = useLingui();
  const agents = useQuery(agentsQuery);
  const [changing, setChanging] = useState<Agent>();
  return (
    <RoomPage
      name={t`团队`}
      title={<Trans>团队</Trans>}
      detail={<Trans>谁在线、接待多少，以及系统把哪些会话分给谁。</Trans>}
    >
      {agents.isError ? (
        <ErrorState onRetry={() => void agents.refetch()} retrying={agents.isFetching} />
      ) : agents.data === undefined ? (
        <SkeletonList rows={4} />
      ) : agents.data.length === 0 ? (
        <EmptyState icon={<Users />} title={<Trans>还没有人到过工作台</Trans>} />
      ) : (
        <Card flush>
          <ul className="divide-y divide-line">
            {agents.data.map((agent) => (
              <AgentRow key={agent.id} agent={agent} onChange={() => setChanging(agent)} />
            ))}
          </ul>
        </Card>
      )}
      {changing && <AgentDialog key={changing.id} agent={changing} onClose={() => setChanging(undefined)} />}
    </RoomPage>
  );
}

function AgentRow({ agent, onChange }: { agent: Agent; onChange: () => void }) {
  const { t } = useLingui();
  return (
    <li className="flex items-start gap-3 px-card py-3">
      <Avatar name={agent.name} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className="truncate font-semibold text-body">{agent.name}</span>
          <span className="inline-flex items-center gap-1.5 text-label text-muted">
            <PresenceDot presence={agent.presence} />
            {agent.presence === 'online' && <Trans>在线</Trans>}
            {agent.presence === 'away' && <Trans>离开</Trans>}
            {agent.presence === 'offline' && <Trans>离线</Trans>}
          </span>
          <span className="tabular text-label text-muted">
            <Trans>
              接待中 {agent.load}，最多 {agent.capacity}
            </Trans>
          </span>
        </p>
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {guideAreas.flatMap((area) => {
            const level = agent.skills[area];
            if (level === undefined) return [];
            return (
              <Badge key={area} tone={level === 2 ? 'info' : undefined}>
                {t(AREA_NAMES[area])}
                {level === 2 && (
                  <>
                    {' · '}
                    <Trans>二线</Trans>
                  </>
                )}
              </Badge>
            );
          })}
          {agent.languages.map((language) => (
            <Badge key={language}>{language === 'zh' ? <Trans>中文</Trans> : <Trans>英文</Trans>}</Badge>
          ))}
        </p>
      </div>
      <IconButton
        icon={<SlidersHorizontal />}
        label={t`调整 ${agent.name} 的接待范围`}
        tone="muted"
        onClick={onChange}
      />
    </li>
  );
}
