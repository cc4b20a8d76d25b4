import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Challenge,
  completeRegistration,
  shortestPassword,
  startRegistration,
} from '../../../contract/identity.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { useSearchText } from '../app/address.ts';
import { problemText } from '../app/problem-text.ts';
import { safeReturn } from '../app/return-path.ts';
import { enter } from '../app/session.ts';
import { ChoosePaymentPassword } from '../me/choose-payment-password.tsx';
import { namedBy } from '../../shared/ui/phone-or-email.ts';
import { AddressField, addressRefused } from './address-field.tsx';
import { CodeStep } from './code-step.tsx';
import { DetailsStep } from './details-step.tsx';
import { pageLanguage } from '../../shared/i18n/i18n.ts';
import { SessionLayout } from './session-layout.tsx';

type Step = 'address' | 'code' | 'details' | 'payment_password';

/** Phone or email, code, name and password, then the payment password while the login password is still at hand. */
export function RegisterPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const [step, setStep] = useState<Step>('address');
  const [address, setAddress] = useState('');
  const [challenge, setChallenge] = useState<Challenge>();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);

  const start = useMutation({
    mutationFn: () => call(startRegistration, { body: { ...namedBy(address), language: pageLanguage() } }),
    onSuccess: (result) => {
      setChallenge(result);
      setCode('');
      complete.reset();
      setStep('code');
    },
  });
  const complete = useMutation({
    mutationFn: () =>
      call(completeRegistration, { params: { id: challenge?.id ?? '' }, body: { code, name, password } }),
    onSuccess: (customer) => {
      enter(customer, address);
      setStep('payment_password');
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem) || error.code !== 'code_incorrect') return;
      setCode('');
      setStep('code');
    },
  });
  const finish = () => void navigate({ to: safeReturn(returnTo), replace: true });
  const codeError =
    complete.error instanceof ApiProblem && complete.error.code === 'code_incorrect'
      ? problemText(complete.error, i18n.locale)
      : undefined;

  if (step === 'payment_password') {
    return (
      <SessionLayout
        title={t`设置支付密码`}
        detail={<Trans>六位数字，付款时用它确认，与登录密码分开。</Trans>}
      >
        <ChoosePaymentPassword loginPassword={password} onDone={finish} />
        <Button variant="quiet" wide className="mt-4" onClick={finish}>
          <Trans>以后再设置</Trans>
        </Button>
      </SessionLayout>
    );
  }
  if (step === 'details') {
    return (
      <SessionLayout
        title={t`您的称呼和密码`}
        detail={<Trans>收款时，对方会看到隐去姓氏的名字。</Trans>}
        onBack={() => setStep('code')}
      >
        <DetailsStep
          {...{ name, password }}
          shortest={shortestPassword['email' in namedBy(address) ? 'alone' : 'withSecondFactor']}
          onName={setName}
          onPassword={setPassword}
          onSubmit={() => complete.mutate()}
          busy={complete.isPending}
          error={complete.error ?? undefined}
        />
      </SessionLayout>
    );
  }
  if (step === 'code' && challenge) {
    const next = () => {
      complete.reset();
      setStep('details');
    };
    return (
      <SessionLayout
        title={t`输入验证码`}
        detail={<Trans>验证这个手机号或邮箱是您的。</Trans>}
        onBack={() => setStep('address')}
      >
        <form
          noValidate
          className="flex flex-col gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.length === 6) next();
          }}
        >
          <CodeStep
            challenge={challenge}
            onChallenge={setChallenge}
            value={code}
            onChange={setCode}
            onComplete={next}
            error={codeError}
          />
          <Button type="submit" wide>
            <Trans>下一步</Trans>
          </Button>
        </form>
      </SessionLayout>
    );
  }

  const { error } = start;
  const refused = addressRefused(error);
  return (
    <SessionLayout title={t`注册`} detail={<Trans>用手机号或邮箱开一个钱包，不到一分钟。</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (address) start.mutate();
        }}
      >
        <AddressField
          value={address}
          onChange={setAddress}
          autoFocus
          hint={<Trans>验证码会发到这里，登录新设备时也用它确认。另一项以后随时可以绑定。</Trans>}
          tried={tried}
          refused={refused}
        />
        {error && !refused && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={start.isPending}>
          <Trans>获取验证码</Trans>
        </Button>
      </form>
      <p className="mt-6 text-center text-label text-muted">
        <Trans>
          已有账户？{' '}
          <Link
            to="/login"
            search={{ returnTo }}
            className="inline-block px-1 py-3 font-medium text-accent-ink"
          >
            登录
          </Link>
        </Trans>
      </p>
    </SessionLayout>
  );
}
