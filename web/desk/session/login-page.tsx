import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { staffLogIn } from '../../../contract/identity.ts';
import { staffPasskeyLogIn, startStaffPasskeyLogIn } from '../../../contract/staff-factors.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { LoginFailure } from './login-failure.tsx';
import { FORM, LoginFrame } from './login-frame.tsx';
import { PasskeyFailure } from './passkey-failure.tsx';
import { useArrive } from './use-arrive.ts';

const route = getRouteApi('/login');

interface Fields {
  email: string;
  password: string;
}

const isCode = (error: unknown, code: string) => error instanceof ApiProblem && error.code === code;

/** Log in to the desk: by a passkey, or email and password, then the authenticator's code. */
export function LoginPage() {
  const { t } = useLingui();
  const navigate = route.useNavigate();
  const { from }: { from?: string } = route.useSearch();
  const arrive = useArrive();
  const [failure, setFailure] = useState<unknown>();
  const [signing, setSigning] = useState(false);
  /** Proven, and kept on this page until the code is right too. */
  const [proven, setProven] = useState<Fields>();
  const { register, handleSubmit, formState, resetField, setFocus } = useForm<Fields>();

  async function logIn(fields: Fields, code?: string) {
    setFailure(undefined);
    try {
      const result = await call(staffLogIn, { body: { ...fields, email: fields.email.trim(), code } });
      if (result.status === 'code_required') return setProven(fields);
      await arrive(result.staff);
      await navigate({ to: from ?? '/', replace: true });
    } catch (error) {
      setFailure(error);
      if (isCode(error, 'code_incorrect')) return;
      setProven(undefined);
      resetField('password');
      setFocus('password');
    }
  }

  async function logInByPasskey() {
    setFailure(undefined);
    setSigning(true);
    try {
      const { signWithPasskey } = await import('../../shared/passkey.ts');
      const signed = await signWithPasskey(await call(startStaffPasskeyLogIn));
      await arrive(await call(staffPasskeyLogIn, { body: signed }));
      await navigate({ to: from ?? '/', replace: true });
    } catch (error) {
      setFailure(error);
    }
    setSigning(false);
  }

  return (
    <LoginFrame
      title={<Trans>UPay 客服工作台</Trans>}
      detail={proven ? <Trans>再输入验证器应用里的口令</Trans> : <Trans>使用员工账号登录</Trans>}
      note={<Trans>您在工作台的查看和操作都会留下审计记录。忘记密码或换了手机，请管理员重新邀请。</Trans>}
    >
      {proven ? (
        <CodeStep
          wrong={isCode(failure, 'code_incorrect')}
          failure={failure}
          onCode={(code) => logIn(proven, code)}
          onBack={() => {
            setFailure(undefined);
            setProven(undefined);
          }}
        />
      ) : (
        <form
          data-density="touch"
          noValidate
          onSubmit={(event) => void handleSubmit((fields) => logIn(fields))(event)}
          className={FORM}
        >
          {failure instanceof Error && failure.name === 'PasskeyNotUsed' ? (
            <PasskeyFailure />
          ) : (
            failure !== undefined && <LoginFailure error={failure} />
          )}
          <TextField
            label={t`工作邮箱`}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...register('email', {
              required: t`请输入工作邮箱`,
              pattern: { value: /^\s*\S+@\S+\s*$/, message: t`邮箱的格式不正确` },
            })}
            error={formState.errors.email?.message}
          />
          <PasswordField
            label={t`密码`}
            autoComplete="current-password"
            {...register('password', { required: t`请输入密码` })}
            error={formState.errors.password?.message}
          />
          <Button type="submit" wide loading={formState.isSubmitting} className="mt-1">
            <Trans>登录</Trans>
          </Button>
          <Button
            variant="secondary"
            wide
            icon={<Fingerprint />}
            loading={signing}
            onClick={() => void logInByPasskey()}
          >
            <Trans>用通行密钥登录</Trans>
          </Button>
        </form>
      )}
    </LoginFrame>
  );
}

function CodeStep({
  wrong,
  failure,
  onCode,
  onBack,
}: {
  wrong: boolean;
  failure: unknown;
  onCode: (code: string) => Promise<void>;
  onBack: () => void;
}) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (entered: string) => {
    setBusy(true);
    await onCode(entered);
    setBusy(false);
    setCode('');
  };
  return (
    <form
      data-density="touch"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) void submit(code);
      }}
      className={FORM}
    >
      {failure !== undefined && !wrong && <LoginFailure error={failure} />}
      <CodeField
        label={t`动态口令`}
        autoFocus
        value={code}
        onChange={setCode}
        onComplete={(entered) => void submit(entered)}
        disabled={busy}
        hint={t`每 30 秒换一个，每个只能用一次。`}
        error={wrong && code === '' ? t`口令不正确，或已经用过。请等下一个口令。` : undefined}
      />
      <Button type="submit" wide loading={busy} className="mt-1">
        <Trans>登录</Trans>
      </Button>
      <Button variant="quiet" wide onClick={onBack} disabled={busy}>
        <Trans>换一个账号</Trans>
      </Button>
    </form>
  );
}
