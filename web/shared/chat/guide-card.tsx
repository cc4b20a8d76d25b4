import { Trans, useLingui } from '@lingui/react/macro';
import { Check, CircleAlert, CircleCheck, FileText, Info, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { Card, Fact } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { useLocalized } from '../i18n/localized.ts';
import { Amount } from '../ui/amount.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Facts } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';

export type CardOption = Card['options'][number];

export interface GuideCardProps {
  card: Card;
  /** The newest of its run, and the run still waits: its options can be chosen. */
  isLive: boolean;
  /** What was chosen, once it is known. */
  chosen?: LocalizedText;
  /** Without it nobody here may choose, as at the desk. */
  onChoose?: (card: Card, option: CardOption) => void;
  /** The option whose answer is on its way. */
  pendingOption?: string;
}

const ICON = {
  neutral: FileText,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};
const ICON_COLOUR = {
  neutral: 'text-muted',
  info: 'text-accent-ink',
  success: 'text-success-ink',
  warning: 'text-warning-ink',
  danger: 'text-danger-ink',
};

const WIDE = 'w-full !h-auto min-h-control !rounded-[1.5rem] py-2 !text-label !whitespace-normal';

/** A card of a guide: what was found, and the ways on. Earlier cards keep what they said and what was chosen. */
export function GuideCard({ card, isLive, chosen, onChoose, pendingOption }: GuideCardProps) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const titleId = useId();
  const Icon = ICON[card.tone];
  const main = card.options.filter(({ emphasis }) => emphasis !== 'quiet');
  const quiet = card.options.filter(({ emphasis }) => emphasis === 'quiet');
  // Two short ones stand side by side; those that name a card and an amount need the width, and may need two lines.
  const isRow = main.every(({ label }) => localized(label).length <= (i18n.locale === 'en' ? 18 : 8));
  const width = isRow ? 'min-w-[calc(50%-0.3125rem)] flex-1' : WIDE;
  const isWaiting = isLive && card.options.length > 0;

  const button = (option: CardOption, className: string) => (
    <Button
      key={option.id}
      variant={option.emphasis}
      className={className}
      disabled={pendingOption !== undefined && pendingOption !== option.id}
      loading={pendingOption === option.id}
      onClick={() => onChoose?.(card, option)}
    >
      {localized(option.label)}
    </Button>
  );

  return (
    <article
      aria-labelledby={titleId}
      // Where focus goes when this card takes the place of the one that was answered.
      data-card={`${card.runId} ${card.step}`}
      tabIndex={-1}
      className="min-w-0 rounded-card bg-surface p-card shadow-card outline-offset-4"
    >
      <header className="flex items-start gap-2.5">
        <Icon aria-hidden="true" className={cx('mt-0.5 size-icon shrink-0', ICON_COLOUR[card.tone])} />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold text-body">
          {localized(card.title)}
        </h2>
        {card.badge && <Badge tone={card.tone}>{localized(card.badge)}</Badge>}
      </header>
      {card.body && <p className="mt-2 whitespace-pre-line text-label text-ink">{localized(card.body)}</p>}
      {card.facts.length > 0 && (
        <Facts
          className="mt-3"
          facts={card.facts.map((fact) => ({
            label: localized(fact.label),
            value: <FactValue fact={fact} />,
          }))}
        />
      )}
      {isWaiting && onChoose && (
        <fieldset className="mt-4 flex min-w-0 flex-col gap-1.5">
          <legend className="sr-only">{t`请选择`}</legend>
          {main.length > 0 && (
            <div className="flex flex-wrap gap-2.5">{main.map((option) => button(option, width))}</div>
          )}
          {quiet.length > 0 && (
            <div className="flex flex-wrap justify-center gap-x-3">
              {quiet.map((option) => button(option, ''))}
            </div>
          )}
        </fieldset>
      )}
      {isWaiting && !onChoose && (
        <p className="mt-3 text-caption text-muted">
          <Trans>等待客户选择</Trans>
          {': '}
          {card.options.map((option) => localized(option.label)).join(' / ')}
        </p>
      )}
      {chosen && !isLive && (
        <p className="mt-3 flex items-center gap-1.5 border-line border-t pt-2.5 text-label text-muted">
          <Check aria-hidden="true" className="size-4 shrink-0 text-success-ink" />
          <Trans>已选择：{localized(chosen)}</Trans>
        </p>
      )}
    </article>
  );
}

function FactValue({ fact: { value } }: { fact: Fact }) {
  const localized = useLocalized();
  if (value.type === 'money') return <Amount value={value.amount} currency={value.currency} />;
  if (value.type === 'time') return <Time value={value.time} />;
  return localized(value.text);
}
