import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { updateMe } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { chooseLocale, LOCALE_NAMES, LOCALES, type Locale, pageLanguage } from '../../shared/i18n/i18n.ts';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../shared/theme/theme.ts';
import { Card } from '../../shared/ui/card.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { meQuery } from './queries.ts';

/** Language (of the screen and of messages) and theme. */
export function Preferences() {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const [theme, setTheme] = useState(themeChoice);

  const speak = async (locale: Locale) => {
    try {
      await chooseLocale(locale);
      const me = await call(updateMe, { body: { language: pageLanguage() } });
      client.setQueryData(meQuery.queryKey, me);
    } catch {
      toast(t`短信的语言没有改成，请稍后再试`, { tone: 'danger' });
    }
  };

  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <span className="text-label text-muted">
          <Trans>语言</Trans>
        </span>
        <SegmentedControl
          label={t`语言`}
          value={i18n.locale as Locale}
          onChange={(locale) => void speak(locale)}
          options={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
        />
      </div>
      <div className="flex flex-col gap-2">
        <span className="text-label text-muted">
          <Trans>外观</Trans>
        </span>
        <SegmentedControl<ThemeChoice>
          label={t`外观`}
          value={theme}
          onChange={(next) => {
            setTheme(next);
            chooseTheme(next);
          }}
          options={[
            { value: 'system', label: <Trans>跟随系统</Trans> },
            { value: 'light', label: <Trans>浅色</Trans> },
            { value: 'dark', label: <Trans>深色</Trans> },
          ]}
        />
      </div>
    </Card>
  );
}
