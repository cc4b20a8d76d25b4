import { useLingui } from '@lingui/react/macro';
import { Clock3 } from 'lucide-react';
import type { DeskConversation } from '../../../contract/support.ts';
import { cx } from '../../shared/ui/cx.ts';
import { type Clock, formatElapsed, type Urgency, urgencyOf } from './clock.ts';
import { useNow } from './ticker.ts';

const LOOK: Record<Urgency, string> = {
  calm: 'text-muted',
  soon: 'text-warning-ink font-medium',
  late: 'text-danger-ink font-semibold',
};

/** How long a customer has been waiting: grey, then amber, then red. */
export function WaitingClock({
  clock,
  priority,
  className,
}: {
  clock: Clock;
  priority: DeskConversation['priority'];
  className?: string;
}) {
  const { t } = useLingui();
  const now = useNow();
  const elapsed = now - clock.since;
  const urgency = urgencyOf(clock.kind, priority, elapsed);
  const text = formatElapsed(elapsed);
  return (
    <span
      role="timer"
      aria-label={clock.kind === 'queue' ? t`已排队 ${text}` : t`等待回复 ${text}`}
      title={clock.kind === 'queue' ? t`已排队 ${text}` : t`等待回复 ${text}`}
      className={cx(
        'tabular inline-flex items-center gap-1 text-caption whitespace-nowrap',
        LOOK[urgency],
        className,
      )}
    >
      <Clock3 aria-hidden="true" className="size-3.5" />
      {text}
    </span>
  );
}
