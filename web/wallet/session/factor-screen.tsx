import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import type { logIn, LogInFactor } from '../../../contract/identity.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { answerLogInFactor, startPasskeyLogIn } from '../../../contract/sign-in.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { SessionLayout } from './session-layout.tsx';

export interface FactorScreenProps {
  logInId: string;
  factors: LogInFactor[];
  onResult: (result: ResultOf<typeof logIn>) => void;
  onBack: () => void;
}

type Answer = BodyOf<typeof answerLogInFactor>;

/** One more factor, in one of the ways this account has. */
export function FactorScreen({ logInId, factors, onResult, onBack }: FactorScreenProps) {
  const { i18n, t } = useLingui();
  const [factor, setFactor] = useState<LogInFactor>(factors[0] ?? 'password');
  const [secret, setSecret] = useState('');
  const answer = useMutation({
    mutationFn: (body: Answer) => call(answerLogInFactor, { params: { id: logInId }, body }),
    onSuccess: onResult,
    onError: () => setSecret(''),
  });
  const sign = useMutation({
    mutationFn: async () => {
      const { signWithPasskey } = await import('../../shared/passkey.ts');
      const signed = await signWithPasskey(await call(startPasskeyLogIn));
      return call(answerLogInFactor, {
        params: { id: logInId },
        body: { factor: 'passkey', ...signed },
      });
    },
    onSuccess: onResult,
  });
  const failure = answer.error ?? sign.error;
  const error = failure ? problemText(failure, i18n.locale) : undefined;
  const submit = (entered = secret) => {
    if (entered === '') return;
    if (factor === 'password') answer.mutate({ factor, password: entered });
    else if (factor !== 'passkey') answer.mutate({ factor, code: entered });
  };
  const names: Record<LogInFactor, string> = {
    password: t`用登录密码`,
    totp: t`用身份验证器`,
    recovery_code: t`用恢复码`,
    passkey: t`用通行密钥`,
  };
  return (
    <SessionLayout
      title={t`确认是您本人`}
      detail={<Trans>这台设备还没有登录过您的账户，需要再验证一项。</Trans>}
      onBack={onBack}
    >
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (factor === 'passkey') sign.mutate();
          else submit();
        }}
      >
        {factor === 'password' && (
          <PasswordField
            label={<Trans>登录密码</Trans>}
            autoComplete="current-password"
            name="password"
            autoFocus
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            error={error}
          />
        )}
        {factor === 'totp' && (
          <CodeField
            label={<Trans>身份验证器上的 6 位数字</Trans>}
            name="totp"
            autoFocus
            value={secret}
            onChange={setSecret}
            onComplete={submit}
            disabled={answer.isPending}
            error={error}
          />
        )}
        {factor === 'recovery_code' && (
          <TextField
            label={<Trans>恢复码</Trans>}
            name="recovery-code"
            autoComplete="off"
            autoFocus
            placeholder="xxxxx-xxxxx"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            error={error}
          />
        )}
        {factor === 'passkey' && error && (
          <Banner tone="danger" live>
            {error}
          </Banner>
        )}
        <Button
          type="submit"
          wide
          icon={factor === 'passkey' ? <Fingerprint /> : undefined}
          loading={answer.isPending || sign.isPending}
        >
          {factor === 'passkey' ? names.passkey : <Trans>下一步</Trans>}
        </Button>
      </form>
      {factors.length > 1 && (
        <div className="mt-4 flex flex-wrap justify-center gap-x-2">
          {factors
            .filter((other) => other !== factor)
            .map((other) => (
              <Button
                key={other}
                variant="quiet"
                size="small"
                onClick={() => {
                  setFactor(other);
                  setSecret('');
                  answer.reset();
                  sign.reset();
                }}
              >
                {names[other]}
              </Button>
            ))}
        </div>
      )}
    </SessionLayout>
  );
}
