import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerLogInCode, type Challenge, type Customer, logIn } from '../../../contract/identity.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { PhoneField } from '../../shared/ui/phone-field.tsx';
import { useSearchText } from '../app/address.ts';
import { fieldRefused, problemText } from '../app/problem-text.ts';
import { safeReturn } from '../app/return-path.ts';
import { enter, rememberedPhone } from '../app/session.ts';
import { CodeStep } from './code-step.tsx';
import { pageLanguage } from './page-language.ts';
import { SessionLayout } from './session-layout.tsx';

/** Phone and password; on a new device also the code that goes to the phone. */
export function LogInPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const [phone, setPhone] = useState(rememberedPhone);
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<Challenge>();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);

  const arrive = (customer: Customer) => {
    enter(customer, phone);
    void navigate({ to: safeReturn(returnTo), replace: true });
  };
  const start = useMutation({
    mutationFn: () => call(logIn, { body: { phone, password, language: pageLanguage() } }),
    onSuccess: (result) => {
      if (result.status === 'signed_in') return arrive(result.customer);
      setPassword('');
      setCode('');
      setChallenge(result.challenge);
    },
  });
  const answer = useMutation({
    mutationFn: (entered: string) =>
      call(answerLogInCode, { params: { id: challenge?.id ?? '' }, body: { code: entered } }),
    onSuccess: arrive,
    onError: () => setCode(''),
  });

  if (challenge) {
    return (
      <SessionLayout
        title={t`确认是您本人`}
        detail={<Trans>这是一台新设备，请输入发到注册手机的验证码。</Trans>}
        onBack={() => {
          answer.reset();
          setChallenge(undefined);
        }}
      >
        <form
          noValidate
          className="flex flex-col gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.length === 6) answer.mutate(code);
          }}
        >
          <CodeStep
            challenge={challenge}
            onChallenge={setChallenge}
            value={code}
            onChange={setCode}
            onComplete={(entered) => answer.mutate(entered)}
            busy={answer.isPending}
            error={answer.error ? problemText(answer.error, i18n.locale) : undefined}
          />
          <Button type="submit" wide loading={answer.isPending}>
            <Trans>登录</Trans>
          </Button>
        </form>
      </SessionLayout>
    );
  }

  const { error } = start;
  const phoneRefused =
    fieldRefused(error, 'phone') || (error instanceof ApiProblem && error.code === 'phone_invalid');
  const passwordRefused = error instanceof ApiProblem && error.code === 'wrong_credentials';
  const elsewhere = error && !phoneRefused && !passwordRefused;
  return (
    <SessionLayout title={t`登录`} detail={<Trans>用注册时的手机号登录您的钱包。</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (phone && password) start.mutate();
        }}
      >
        <PhoneField
          label={<Trans>手机号</Trans>}
          name="phone"
          value={phone}
          onChange={setPhone}
          autoFocus={phone === ''}
          error={
            tried && phone === ''
              ? t`请输入手机号`
              : phoneRefused
                ? t`这个手机号不正确，请核对后再试`
                : undefined
          }
        />
        <PasswordField
          label={<Trans>登录密码</Trans>}
          autoComplete="current-password"
          name="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={
            tried && password === ''
              ? t`请输入登录密码`
              : passwordRefused
                ? problemText(error, i18n.locale)
                : undefined
          }
        />
        {elsewhere && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={start.isPending} className="mt-1">
          <Trans>登录</Trans>
        </Button>
      </form>
      <p className="mt-6 text-center text-label text-muted">
        <Trans>
          还没有账户？{' '}
          <Link
            to="/register"
            search={{ returnTo }}
            className="inline-block px-1 py-3 font-medium text-accent-ink"
          >
            注册
          </Link>
        </Trans>
      </p>
    </SessionLayout>
  );
}
