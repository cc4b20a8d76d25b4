import { useLingui } from '@lingui/react/macro';
import { ToggleGroup } from 'radix-ui';
import { cx } from '../../shared/ui/cx.ts';
import { type DeskView, VIEWS } from './search.ts';

/** Which list is shown, with how many stand in it. */
export function ViewSwitch({
  value,
  onChange,
  counts,
}: {
  value: DeskView;
  onChange: (view: DeskView) => void;
  counts: Partial<Record<DeskView, number>> | undefined;
}) {
  const { t } = useLingui();
  const names: Record<DeskView, string> = {
    mine: t`我的`,
    unassigned: t`未分配`,
    all: t`全部`,
    closed: t`已结束`,
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={t`会话列表`}
      value={value}
      onValueChange={(next) => next && onChange(next as DeskView)}
      className="flex rounded-control border border-line bg-sunken p-0.5"
    >
      {VIEWS.map((view) => {
        const count = counts?.[view];
        return (
          <ToggleGroup.Item
            key={view}
            value={view}
            className={cx(
              'flex min-h-target min-w-0 flex-auto items-center justify-center gap-1 rounded-[calc(var(--control-radius)-2px)] px-1.5 text-label text-muted whitespace-nowrap transition-colors hover:text-ink',
              'data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-[0_1px_3px_rgb(16_21_29/0.14)] dark:data-[state=on]:bg-pressed',
            )}
          >
            {names[view]}
            {count !== undefined && (
              <span
                className={cx(
                  'tabular text-caption',
                  view === 'unassigned' && count > 0 && 'font-semibold text-danger-ink',
                )}
              >
                {count}
              </span>
            )}
          </ToggleGroup.Item>
        );
      })}
    </ToggleGroup.Root>
  );
}
