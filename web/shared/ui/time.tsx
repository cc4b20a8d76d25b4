import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { cx } from './cx.ts';
import { formatExact, formatMoment, formatRelative } from '../time.ts';

export interface TimeProps {
  /** ISO text as the server sends it, epoch milliseconds, or a Date. */
  value: string | number | Date;
  /** `moment`: 今天 14:22 · `relative`: 2分钟前, kept current · `exact`: to the second. */
  format?: 'moment' | 'relative' | 'exact';
  /** Not at the beginning of a line: "back tomorrow 09:00", but "Tomorrow 09:00". */
  inSentence?: boolean;
  className?: string;
}

/** A point in time, in the reader's locale and time zone; the exact time is the tooltip. */
export function Time({ value, format = 'moment', inSentence, className }: TimeProps) {
  const { i18n } = useLingui();
  const now = useNow(format === 'relative');
  const at = new Date(value).getTime();
  const exact = formatExact(at, i18n.locale);
  const text =
    format === 'exact'
      ? exact
      : format === 'relative'
        ? formatRelative(at, i18n.locale, now)
        : formatMoment(at, i18n.locale, now);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exact}
      className={cx('tabular', !inSentence && 'inline-block first-letter:uppercase', className)}
    >
      {text}
    </time>
  );
}

/** The current time, moving on every half minute while asked to. */
function useNow(moving: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!moving) return;
    const timer = window.setInterval(() => setNow(Date.now()), 30_000);
    return () => window.clearInterval(timer);
  }, [moving]);
  return now;
}
