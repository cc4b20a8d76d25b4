import { useLingui } from '@lingui/react/macro';
import { Screen } from '../app/screen.tsx';

export function HelpPage() {
  const { t } = useLingui();
  return (
    <Screen title={t`帮助中心`} name="help" up="/">
      {null}
    </Screen>
  );
}
