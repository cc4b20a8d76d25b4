import { useLingui } from '@lingui/react/macro';
import { Zap } from 'lucide-react';
import type { Macro } from '../../../contract/agent-hands.ts';
import type { Language } from '../../../contract/text.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { cx } from '../../shared/ui/cx.ts';

export interface MacroMenuProps {
  id: string;
  macros: readonly Macro[];
  active: Macro | undefined;
  /** The customer's: what will be inserted. */
  language: Language;
  onChoose: (macro: Macro) => void;
  onHover: (macro: Macro) => void;
}

/** The macros that match what is typed. Focus stays in the text; arrow keys move, Enter inserts. */
export function MacroMenu({ id, macros, active, language, onChoose, onHover }: MacroMenuProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t`快捷回复`}
      className="absolute inset-x-3 bottom-full z-20 mb-2 max-h-72 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float md:inset-x-4"
    >
      {macros.map((macro) => (
        <div
          key={macro.shortcut}
          id={`${id}-${macro.shortcut}`}
          role="option"
          aria-selected={macro === active}
          tabIndex={-1}
          ref={(element) => {
            if (macro === active) element?.scrollIntoView({ block: 'nearest' });
          }}
          onMouseMove={() => macro !== active && onHover(macro)}
          // Before the text loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(macro);
          }}
          className={cx(
            'cursor-pointer rounded-control px-2.5 py-1.5 max-md:py-2.5',
            macro === active && 'bg-accent-soft',
          )}
        >
          <p className="flex items-baseline gap-2 font-medium text-label">
            {localized(macro.title)}
            <span className="font-normal text-caption text-muted">/{macro.shortcut}</span>
            {macro.actions.length > 0 && (
              <span className="inline-flex items-center gap-0.5 font-normal text-accent-ink text-caption">
                <Zap aria-hidden="true" className="size-3" />
                {macro.actions.some(({ type }) => type === 'guide') && t`发引导`}
                {macro.actions.some(({ type }) => type === 'verification') && t`请客户验证`}
              </span>
            )}
          </p>
          <p className="truncate text-caption text-muted" lang={language}>
            {macro.text[language]}
          </p>
        </div>
      ))}
    </div>
  );
}
