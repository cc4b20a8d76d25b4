import type { Presence } from '../../../contract/routing.ts';
import { cx } from '../../shared/ui/cx.ts';

const TONES: Record<Presence, string> = {
  online: 'bg-success',
  away: 'bg-warning',
  offline: 'bg-line-strong',
};

export function PresenceDot({ presence }: { presence: Presence }) {
  return <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full', TONES[presence])} />;
}
