import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { changePassword } from '../../../contract/contacts.ts';
import { passwordLength, shortestPassword } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { factorsQuery } from './queries.ts';
import { useChange } from './use-change.ts';

/** A new login password: how hard it is to guess shows while it is typed; the present one is asked for at the end. */
export function PasswordPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const factors = useQuery(factorsQuery);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const change = useChange(
    (_: undefined, stepUpId) => call(changePassword, { body: { password }, stepUpId }),
    {
      said: t`登录密码已修改，其他设备已退出登录`,
      onDone: () => void navigate({ to: '/me/security', replace: true }),
    },
  );
  const shortest = factors.data?.shortestPassword ?? shortestPassword.withSecondFactor;
  return (
    <Screen title={t`修改登录密码`} name="password" up="/me/security">
      <Card className="mx-auto max-w-md p-5">
        {me.data?.reminders?.includes('password_old') && (
          <Banner tone="info" className="mb-5">
            <Trans>这个密码用了一年多了。换不换由您决定，换一个更放心。</Trans>
          </Banner>
        )}
        <form
          noValidate
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (passwordLength(password) >= shortest) change.mutate(undefined);
          }}
        >
          <NewPasswordField
            label={<Trans>新的登录密码</Trans>}
            autoFocus
            value={password}
            onChange={(entered) => {
              setPassword(entered);
              change.reset();
            }}
            shortest={shortest}
            tried={tried}
            error={change.error}
            name={me.data?.name}
          />
          <Button type="submit" wide loading={change.isPending}>
            <Trans>修改</Trans>
          </Button>
        </form>
      </Card>
    </Screen>
  );
}
