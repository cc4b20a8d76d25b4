import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface SegmentedControlProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: { value: Value; label: ReactNode; disabled?: boolean }[];
  className?: string;
}

/** One of two to five short choices that filter or set what is below. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      value={props.value}
      // Pressing the chosen one again gives '': one is always chosen.
      onValueChange={(next) => next && props.onChange(next as Value)}
      className={cx('flex rounded-control border border-line bg-sunken p-0.5', props.className)}
    >
      {props.options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={cx(
            'min-h-target min-w-0 flex-1 truncate rounded-[calc(var(--control-radius)-2px)] px-2 text-label text-muted transition-colors hover:text-ink disabled:opacity-50',
            'data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-[0_1px_3px_rgb(16_21_29/0.14)] dark:data-[state=on]:bg-pressed',
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
