import { Check } from 'lucide-react';
import type { LocalizedText } from '../../../contract/text.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';

/** The cards of a run before the one to answer now, by their titles, with what was answered. */
export function AnsweredCards({
  cards,
}: {
  cards: ReadonlyArray<{ title: LocalizedText; chosen?: LocalizedText }>;
}) {
  const localized = useLocalized();
  if (cards.length === 0) return null;
  return (
    <ol className="mb-3 flex flex-col gap-1.5">
      {cards.map(({ title, chosen }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows
        <li key={index} className="flex items-start gap-2 px-1 text-label text-muted">
          <Check aria-hidden="true" className="mt-[0.2em] size-4 shrink-0 text-success-ink" />
          <span>
            {localized(title)}
            {chosen && <span className="text-ink"> {localized(chosen)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
