import { useLingui } from '@lingui/react/macro';
import type { Message } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';

/** What the assistant offers to ask next; a tap sends it as the customer's words. */
export function Suggestions({
  last,
  onChoose,
}: {
  last: Message | undefined;
  onChoose: (text: string) => void;
}) {
  const { t } = useLingui();
  const localized = useLocalized();
  const suggestions = last?.content.type === 'statement' ? (last.content.suggestions ?? []) : [];
  if (suggestions.length === 0) return null;
  return (
    <ul
      aria-label={t`您可以问`}
      className="mt-2.5 flex flex-wrap gap-2 pl-[calc(var(--avatar-size)+0.625rem)]"
    >
      {suggestions.map(({ id, label }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onChoose(localized(label))}
            className="min-h-target rounded-button border border-line bg-surface px-4 py-1.5 text-left text-accent-ink text-label transition-colors hover:bg-accent-soft"
          >
            {localized(label)}
          </button>
        </li>
      ))}
    </ul>
  );
}
