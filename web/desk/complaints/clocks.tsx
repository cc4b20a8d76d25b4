import { Plural, Trans } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, CirclePause, Clock } from 'lucide-react';
import type { DeskComplaint } from '../../../contract/complaint.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Time } from '../../shared/ui/time.tsx';
import { clockName } from './words.ts';

type ComplaintClock = DeskComplaint['clocks'][number];

/** What is owed next, or that nothing is; for a row of the list. */
export function NextClock({ clocks }: { clocks: readonly ComplaintClock[] }) {
  const next = clocks.find(({ state }) => state === 'overdue' || state === 'running');
  if (next?.dueAt === undefined) {
    return clocks.some(({ state }) => state === 'paused') ? (
      <Badge>
        <CirclePause aria-hidden="true" />
        <Trans>等客户</Trans>
      </Badge>
    ) : null;
  }
  return (
    <Badge tone={next.state === 'overdue' ? 'danger' : 'info'}>
      {next.state === 'overdue' ? <CircleAlert aria-hidden="true" /> : <Clock aria-hidden="true" />}
      {clockName(next.kind)} <Time value={next.dueAt} />
    </Badge>
  );
}

/** Every clock of a complaint, and how it stands. */
export function Clocks({ clocks }: { clocks: readonly ComplaintClock[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {clocks.map((clock) => (
        <li key={clock.kind} className="flex items-baseline justify-between gap-3 text-label">
          <span className="inline-flex shrink-0 items-center gap-1.5 [&>svg]:size-4">
            <StateIcon state={clock.state} />
            {clockName(clock.kind)}
          </span>
          <span className={cx('text-right', clock.state === 'overdue' ? 'text-danger-ink' : 'text-muted')}>
            <StateText clock={clock} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function StateIcon({ state }: { state: ComplaintClock['state'] }) {
  if (state === 'met') return <CircleCheck aria-hidden="true" className="text-success-ink" />;
  if (state === 'paused') return <CirclePause aria-hidden="true" className="text-muted" />;
  if (state === 'running') return <Clock aria-hidden="true" className="text-accent-ink" />;
  return <CircleAlert aria-hidden="true" className="text-danger-ink" />;
}

function StateText({ clock: { state, dueAt, minutesLeft = 0, metAt } }: { clock: ComplaintClock }) {
  switch (state) {
    case 'met':
      return (
        <Trans>
          按时完成 <Time inSentence value={metAt ?? ''} />
        </Trans>
      );
    case 'missed':
      return (
        <Trans>
          超时后完成 <Time inSentence value={metAt ?? ''} />
        </Trans>
      );
    case 'overdue':
      return (
        <Trans>
          已超时 <Time inSentence value={dueAt ?? ''} />
        </Trans>
      );
    case 'running':
      return (
        <Trans>
          最晚 <Time inSentence value={dueAt ?? ''} />
        </Trans>
      );
    case 'paused':
      return minutesLeft >= 60 ? (
        <Plural value={Math.round(minutesLeft / 60)} other="已暂停，还剩 # 个工作小时" />
      ) : (
        <Plural value={Math.max(0, minutesLeft)} other="已暂停，还剩 # 分钟" />
      );
  }
}
