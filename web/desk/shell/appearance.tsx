import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { chooseStaffLanguage } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { chooseLocale, LOCALE_NAMES, LOCALES, type Locale, pageLanguage } from '../../shared/i18n/i18n.ts';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../shared/theme/theme.ts';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { staffQuery } from '../session/session.ts';

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

/** The desk's language, kept with whoever is logged in; customers keep theirs. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui();
  const queryClient = useQueryClient();
  async function choose(locale: Locale) {
    await chooseLocale(locale);
    const isLoggedIn = queryClient.getQueryData(staffQuery.queryKey) !== undefined;
    if (isLoggedIn)
      await call(chooseStaffLanguage, { body: { language: pageLanguage() } }).catch(() =>
        toast(t`没有连上服务器，请再试一次`, { tone: 'danger' }),
      );
    // Refusals already shown were written in the other language.
    await queryClient.invalidateQueries({ type: 'active' });
  }
  return (
    <SegmentedControl
      label={t`语言`}
      value={i18n.locale as Locale}
      onChange={(next) => {
        void choose(next);
      }}
      options={LOCALES.map((locale) => ({
        value: locale,
        label: <span lang={locale}>{LOCALE_NAMES[locale]}</span>,
      }))}
      className="w-44"
    />
  );
}
