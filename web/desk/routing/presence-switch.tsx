import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Presence } from '../../../contract/routing.ts';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { PresenceDot } from './presence-dot.tsx';
import { presenceQuery } from './queries.ts';
import { useChangePresence } from './use-presence.ts';

/** Whether conversations are routed to me, and how many places of mine are taken. */
export function PresenceSwitch() {
  const { t } = useLingui();
  const me = useQuery(presenceQuery).data;
  const change = useChangePresence();
  const presence = change.isPending ? change.variables : (me?.presence ?? 'offline');
  const names: Record<Presence, string> = { online: t`在线`, away: t`离开`, offline: t`离线` };
  return (
    <div className="flex items-center gap-2.5">
      <SegmentedControl
        label={t`我的状态`}
        value={presence}
        onChange={(next) => change.mutate(next)}
        options={(['online', 'away', 'offline'] as const).map((value) => ({
          value,
          label: (
            <span className="inline-flex items-center gap-1.5">
              {value === presence && <PresenceDot presence={value} />}
              {names[value]}
            </span>
          ),
        }))}
        className="min-w-0 flex-1"
      />
      {me && (
        <p
          className="tabular shrink-0 text-label text-muted"
          title={t`接待中 ${me.load}，最多 ${me.capacity}`}
        >
          <span aria-hidden="true">
            {me.load}/{me.capacity}
          </span>
          <span className="sr-only">
            <Trans>
              接待中 {me.load}，最多 {me.capacity}
            </Trans>
          </span>
        </p>
      )}
    </div>
  );
}
