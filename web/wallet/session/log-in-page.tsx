import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Fingerprint, MessageSquareText } from 'lucide-react';
import { useState } from 'react';
import {
  answerLogInCode,
  type Challenge,
  type Customer,
  logIn,
  type LogInFactor,
} from '../../../contract/identity.ts';
import type { ResultOf } from '../../../contract/route.ts';
import {
  answerCodeLogIn,
  answerPasskeyLogIn,
  startCodeLogIn,
  startPasskeyLogIn,
} from '../../../contract/sign-in.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { useSearchText } from '../app/address.ts';
import { problemText } from '../app/problem-text.ts';
import { safeReturn } from '../app/return-path.ts';
import { enter, rememberedAddress } from '../app/session.ts';
import { namedBy } from '../../shared/ui/phone-or-email.ts';
import { AddressField, addressRefused } from './address-field.tsx';
import { CodeScreen } from './code-screen.tsx';
import { forgetFreeze, useFreezeOutcome } from './freeze-outcome.ts';
import { FactorScreen } from './factor-screen.tsx';
import { pageLanguage } from '../../shared/i18n/i18n.ts';
import { SessionLayout } from './session-layout.tsx';

/** What the server asks for next. */
type Step =
  | { kind: 'start' }
  /** `first`: the code is the first factor, not the last. */
  | { kind: 'code'; challenge: Challenge; first: boolean }
  | { kind: 'factor'; logInId: string; factors: LogInFactor[] };

/** Password, code or passkey first; then whatever the server still asks for on this device. */
export function LogInPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const froze = useFreezeOutcome();
  const [address, setAddress] = useState(rememberedAddress);
  const [password, setPassword] = useState('');
  const [byCode, setByCode] = useState(false);
  const [step, setStep] = useState<Step>({ kind: 'start' });
  const [tried, setTried] = useState(false);

  const arrive = (customer: Customer) => {
    forgetFreeze();
    enter(customer, address);
    void navigate({ to: safeReturn(returnTo), replace: true });
  };
  const proceed = (result: ResultOf<typeof logIn>) => {
    setPassword('');
    if (result.status === 'signed_in') return arrive(result.customer);
    if (result.status === 'code_required')
      return setStep({ kind: 'code', challenge: result.challenge, first: false });
    setStep({ kind: 'factor', logInId: result.logInId, factors: result.factors });
  };
  const start = useMutation({
    mutationFn: () => call(logIn, { body: { ...namedBy(address), password, language: pageLanguage() } }),
    onSuccess: proceed,
  });
  const startWithCode = useMutation({
    mutationFn: () => call(startCodeLogIn, { body: { ...namedBy(address), language: pageLanguage() } }),
    onSuccess: (challenge) => setStep({ kind: 'code', challenge, first: true }),
  });
  const startWithPasskey = useMutation({
    mutationFn: async () => {
      const { signWithPasskey } = await import('../../shared/passkey.ts');
      const signed = await signWithPasskey(await call(startPasskeyLogIn));
      return call(answerPasskeyLogIn, { body: { ...signed, language: pageLanguage() } });
    },
    onSuccess: proceed,
  });
  const again = () => setStep({ kind: 'start' });

  if (step.kind === 'code') {
    const params = { id: step.challenge.id };
    return (
      <CodeScreen
        challenge={step.challenge}
        detail={
          step.first ? (
            <Trans>请输入收到的验证码。没有注册过时，收到的消息里没有验证码。</Trans>
          ) : (
            <Trans>这是一台新设备，请输入发到您绑定的手机或邮箱的验证码。</Trans>
          )
        }
        onAnswer={async (code) =>
          step.first
            ? proceed(await call(answerCodeLogIn, { params, body: { code } }))
            : arrive(await call(answerLogInCode, { params, body: { code } }))
        }
        onBack={again}
      />
    );
  }
  if (step.kind === 'factor')
    return (
      <FactorScreen
        key={step.logInId}
        logInId={step.logInId}
        factors={step.factors}
        onResult={proceed}
        onBack={again}
      />
    );

  const error = byCode
    ? (startWithCode.error ?? startWithPasskey.error)
    : (start.error ?? startWithPasskey.error);
  const refused = addressRefused(error);
  const passwordRefused = error instanceof ApiProblem && error.code === 'wrong_credentials';
  const elsewhere = error && !refused && !passwordRefused;
  return (
    <SessionLayout title={t`登录`} detail={<Trans>用注册时的手机号或邮箱登录您的钱包。</Trans>}>
      {froze && (
        <Banner tone="success" live className="mb-5" title={<Trans>账户已冻结，钱安全了</Trans>}>
          {froze === 'handed_off' && <Trans>客服已收到这件事，会优先处理。</Trans>}
          <Trans>所有设备都已退出登录。要解除，请用下面的“找回与挂失”。</Trans>
        </Banner>
      )}
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          startWithPasskey.reset();
          if (address && byCode) startWithCode.mutate();
          else if (address && password) start.mutate();
        }}
      >
        <AddressField
          value={address}
          onChange={setAddress}
          autoFocus={address === ''}
          tried={tried}
          refused={refused}
        />
        {!byCode && (
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
        )}
        {elsewhere && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={start.isPending || startWithCode.isPending} className="mt-1">
          {byCode ? <Trans>获取验证码</Trans> : <Trans>登录</Trans>}
        </Button>
      </form>
      <div className="mt-4 grid grid-cols-2 gap-3 *:min-w-0">
        <Button
          variant="secondary"
          icon={<MessageSquareText />}
          onClick={() => {
            setByCode(!byCode);
            setTried(false);
            start.reset();
            startWithCode.reset();
          }}
        >
          {byCode ? <Trans>用密码</Trans> : <Trans>用验证码</Trans>}
        </Button>
        <Button
          variant="secondary"
          icon={<Fingerprint />}
          loading={startWithPasskey.isPending}
          onClick={() => startWithPasskey.mutate()}
        >
          <Trans>用通行密钥</Trans>
        </Button>
      </div>
      <p className="mt-5 text-center text-label">
        <Link to="/recover" className="inline-block px-1 py-3 font-medium text-accent-ink">
          <Trans>忘记密码、被锁定？找回与挂失</Trans>
        </Link>
      </p>
      <p className="text-center text-label text-muted">
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
