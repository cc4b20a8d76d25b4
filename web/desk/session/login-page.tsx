import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { staffLogIn } from '../../../contract/identity.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { LanguageSwitch, ThemeSwitch } from '../shell/appearance.tsx';
import { Mark } from '../shell/mark.tsx';
import { LockedBanner } from './locked-banner.tsx';
import { forgetOthers } from './local-data.ts';
import { staffQuery } from './session.ts';

const route = getRouteApi('/login');

interface Fields {
  email: string;
  password: string;
}

/** Log in to the desk. */
export function LoginPage() {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const navigate = route.useNavigate();
  const { from }: { from?: string } = route.useSearch();
  const [failure, setFailure] = useState<unknown>();
  const { register, handleSubmit, formState, resetField, setFocus } = useForm<Fields>();

  async function logIn(fields: Fields) {
    setFailure(undefined);
    try {
      const staff = await call(staffLogIn, { body: { ...fields, email: fields.email.trim() } });
      await forgetOthers(staff.id);
      queryClient.clear();
      queryClient.setQueryData(staffQuery.queryKey, staff);
      await navigate({ to: from ?? '/', replace: true });
    } catch (error) {
      setFailure(error);
      resetField('password');
      setFocus('password');
    }
  }

  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] bg-page pt-safe pb-safe">
      <main className="mx-auto flex w-full max-w-sm flex-col justify-center px-5 py-10">
        <div className="mb-6 flex items-center gap-3">
          <Mark className="size-10" />
          <div>
            <h1 className="font-semibold text-[1.375rem] leading-tight">
              <Trans>UPay 客服工作台</Trans>
            </h1>
            <p className="text-label text-muted">
              <Trans>使用员工账号登录</Trans>
            </p>
          </div>
        </div>
        <form
          data-density="touch"
          noValidate
          onSubmit={(event) => void handleSubmit(logIn)(event)}
          className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-card"
        >
          {failure !== undefined && <LoginFailure error={failure} />}
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
        </form>
        <p className="mt-4 text-label text-muted">
          <Trans>您在工作台的查看和操作都会留下审计记录。忘记密码请联系主管重置。</Trans>
        </p>
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-3 px-5 py-4">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

function LoginFailure({ error }: { error: unknown }) {
  if (!(error instanceof ApiProblem)) {
    return (
      <Banner tone="danger" live title={<Trans>没有连上服务器</Trans>}>
        <Trans>请检查网络，再登录一次。</Trans>
      </Banner>
    );
  }
  const { code, problem } = error;
  if (code === 'account_locked' || code === 'too_many_requests') {
    return <LockedBanner code={code} until={problem.retryAt} />;
  }
  if (code === 'wrong_credentials') {
    return (
      <Banner tone="danger" live title={<Trans>邮箱或密码不正确</Trans>}>
        <Trans>连续输错会暂时锁定账号。</Trans>
      </Banner>
    );
  }
  return (
    <Banner tone="danger" live>
      {error.message}
    </Banner>
  );
}
