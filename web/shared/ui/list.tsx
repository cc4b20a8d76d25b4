import { ChevronRight } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** Rows with a hairline between them; goes into a flush Card. */
export function List({ className, ...rest }: ComponentProps<'ul'>) {
  return <ul {...rest} className={cx('divide-y divide-line', className)} />;
}

export interface RowContent {
  leading?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  /** At the right edge: an amount, a time, a badge. */
  trailing?: ReactNode;
  trailingDetail?: ReactNode;
}

const ROW = 'flex min-h-row w-full items-center gap-3 px-card py-row-padding text-left';
const PRESSABLE = 'transition-colors hover:bg-pressed/60 active:bg-pressed -outline-offset-2';

function Row({
  leading,
  title,
  detail,
  trailing,
  trailingDetail,
  chevron,
}: RowContent & { chevron?: boolean }) {
  return (
    <>
      {leading && <span className="inline-flex shrink-0 text-accent-ink [&>svg]:size-icon">{leading}</span>}
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-body text-ink">{title}</span>
        {detail && <span className="line-clamp-2 text-caption text-muted">{detail}</span>}
      </span>
      {(trailing || trailingDetail) && (
        <span className="shrink-0 text-right">
          <span className="block text-body">{trailing}</span>
          {trailingDetail && <span className="block text-caption text-muted">{trailingDetail}</span>}
        </span>
      )}
      {chevron && <ChevronRight aria-hidden="true" className="-mr-1 size-4 shrink-0 text-muted" />}
    </>
  );
}

export interface ListItemProps extends RowContent {
  /** Makes the row a button. For a row that goes somewhere use ListAnchor. */
  onClick?: () => void;
  /** Marks the chosen row of a list beside its detail. */
  selected?: boolean;
  disabled?: boolean;
  className?: string;
}

/** One row. */
export function ListItem({ onClick, selected, disabled, className, ...content }: ListItemProps) {
  return (
    <li className={className}>
      {onClick ? (
        <button
          type="button"
          onClick={onClick}
          disabled={disabled}
          aria-current={selected || undefined}
          className={cx(
            ROW,
            PRESSABLE,
            'aria-current:bg-accent-soft aria-current:shadow-[inset_3px_0_0_var(--accent)] disabled:opacity-50',
          )}
        >
          <Row {...content} chevron={selected === undefined} />
        </button>
      ) : (
        <div className={ROW}>
          <Row {...content} />
        </div>
      )}
    </li>
  );
}

export interface ListAnchorProps extends Omit<ComponentProps<'a'>, 'title' | 'children'>, RowContent {
  /** False where every row leads somewhere and an amount stands at the edge. */
  chevron?: boolean;
}

/** One row that is a link: `createLink(ListAnchor)` makes it a router link. */
export function ListAnchor({
  leading,
  title,
  detail,
  trailing,
  trailingDetail,
  chevron = true,
  className,
  ...anchor
}: ListAnchorProps) {
  return (
    <li>
      <a {...anchor} className={cx(ROW, PRESSABLE, className)}>
        <Row {...{ leading, title, detail, trailing, trailingDetail, chevron }} />
      </a>
    </li>
  );
}

export interface FactsProps {
  facts: { label: ReactNode; value: ReactNode }[];
  className?: string;
}

/** Label and value pairs: the facts of a payment, a customer, a diagnosis. */
export function Facts({ facts, className }: FactsProps) {
  return (
    <dl className={cx('grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-label', className)}>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are in a fixed order
        <div key={index} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{fact.label}</dt>
          <dd className="min-w-0 text-ink">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
