import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface TabsProps<Value extends string> {
  /** Names the set for assistive technology. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: { value: Value; label: ReactNode; count?: number }[];
  /** The panel of the chosen tab. */
  children: ReactNode;
  className?: string;
}

/** Panels that share one place. Arrow keys move between tabs. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  tabs,
  children,
  className,
}: TabsProps<Value>) {
  return (
    <RadixTabs.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
      <RadixTabs.List aria-label={label} className="flex overflow-x-auto border-line border-b">
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.value}
            value={tab.value}
            className={cx(
              '-mb-px inline-flex min-h-[max(var(--target),2.25rem)] min-w-target items-center justify-center gap-1.5 border-transparent px-2.5 border-b-2 text-control text-muted whitespace-nowrap -outline-offset-2',
              'hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-accent-ink',
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular text-caption">{tab.count}</span>}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      <RadixTabs.Content value={value} className="pt-3">
        {children}
      </RadixTabs.Content>
    </RadixTabs.Root>
  );
}
