import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { useSearchText } from '../app/address.ts';
import { problemText } from '../app/problem-text.ts';
import { safeReturn } from '../app/return-path.ts';
import { Screen } from '../app/screen.tsx';
import { ChoosePaymentPassword } from './choose-payment-password.tsx';
import { meQuery } from './queries.ts';

/** Set, change or reset the payment password: the login password proves the owner, then six digits twice. */
export function PaymentPasswordPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const me = useQuery(meQuery);
  const [password, setPassword] = useState('');
  const [proven, setProven] = useState(false);
  const [error, setError] = useState<string>();
  const title = me.data?.hasPaymentPassword ? t`修改支付密码` : t`设置支付密码`;

  return (
    <Screen
      title={title}
      name="payment_password"
      up="/me"
      onBack={proven ? () => setProven(false) : undefined}
    >
      <Card className="mx-auto max-w-md p-5">
        {proven ? (
          <ChoosePaymentPassword
            loginPassword={password}
            onDone={() => void navigate({ to: returnTo ? safeReturn(returnTo) : '/me', replace: true })}
            onWrongLogin={(problem) => {
              setPassword('');
              setProven(false);
              setError(problemText(problem, i18n.locale));
            }}
          />
        ) : (
          <form
            noValidate
            className="flex flex-col gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              if (password === '') return setError(t`请输入登录密码`);
              setError(undefined);
              setProven(true);
            }}
          >
            <p className="text-label text-muted">
              <Trans>支付密码是六位数字，付款、转账和提现时用它确认。先用登录密码证明是您本人。</Trans>
            </p>
            <PasswordField
              label={<Trans>登录密码</Trans>}
              autoComplete="current-password"
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={error}
            />
            <Button type="submit" wide>
              <Trans>下一步</Trans>
            </Button>
          </form>
        )}
      </Card>
    </Screen>
  );
}
