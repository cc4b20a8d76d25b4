import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { changePassword } from '../../../contract/contacts.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';
import { PasswordMeter } from './password-meter.tsx';
import { useChange } from './use-change.ts';

const SHORTEST = 8;

/** A new login password: how hard it is to guess shows while it is typed; the present one is asked for at the end. */
export function PasswordPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const change = useChange(
    (_: undefined, stepUpId) => call(changePassword, { body: { password }, stepUpId }),
    {
      said: t`登录密码已修改，其他设备已退出登录`,
      onDone: () => void navigate({ to: '/me/security', replace: true }),
    },
  );
  const short = [...password.normalize('NFC')].length < SHORTEST;
  const weak = change.error instanceof ApiProblem && change.error.code === 'password_too_weak';
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
            if (!short) change.mutate(undefined);
          }}
        >
          <PasswordField
            label={<Trans>新的登录密码</Trans>}
            autoComplete="new-password"
            name="password"
            autoFocus
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              change.reset();
            }}
            hint={<Trans>至少 {SHORTEST} 位，越长越安全；不必混合大小写和符号。太常见的密码会被拒绝。</Trans>}
            error={
              weak
                ? t`这个密码太容易被猜到，请换一个更长或更少见的`
                : tried && short
                  ? t`至少要 ${SHORTEST} 位`
                  : undefined
            }
          />
          <PasswordMeter password={password} name={me.data?.name} />
          <Button type="submit" wide loading={change.isPending}>
            <Trans>修改</Trans>
          </Button>
        </form>
      </Card>
    </Screen>
  );
}
