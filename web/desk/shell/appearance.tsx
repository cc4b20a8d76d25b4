import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { chooseLocale, LOCALE_NAMES, LOCALES, type Locale } from '../../shared/i18n/i18n.ts';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../shared/theme/theme.ts';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';

/** Light, dark, or as the device. */
export function ThemeSwitch() {
  const { t } = useLingui();
  const [choice, setChoice] = useState(themeChoice);
  const option = (value: ThemeChoice, Icon: typeof Sun, name: string) => ({
    value,
    label: (
      <span className="flex items-center justify-center" title={name}>
        <Icon aria-hidden="true" className="size-4" />
        <span className="sr-only">{name}</span>
      </span>
    ),
  });
  return (
    <SegmentedControl
      label={t`外观`}
      value={choice}
      onChange={(next) => {
        chooseTheme(next);
        setChoice(next);
      }}
      options={[
        option('light', Sun, t`浅色`),
        option('dark', Moon, t`深色`),
        option('system', Monitor, t`跟随系统`),
      ]}
      className="w-32"
    />
  );
}

/** The desk's language; customers keep theirs. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  return (
    <SegmentedControl
      label={t`语言`}
      value={i18n.locale as Locale}
      onChange={(next) => {
        // Refusals already shown were written in the other language.
        void chooseLocale(next).then(() => queryClient.invalidateQueries({ type: 'active' }));
      }}
      options={LOCALES.map((locale) => ({
        value: locale,
        label: <span lang={locale}>{LOCALE_NAMES[locale]}</span>,
      }))}
      className="w-44"
    />
  );
}
