import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { hasHiddenCharacters } from '../../../contract/text.ts';
import { ApiProblem } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { PasswordMeter } from '../security/password-meter.tsx';
import { fieldRefused, problemText } from '../app/problem-text.ts';

const SHORTEST = 8;

export interface DetailsStepProps {
  name: string;
  password: string;
  onName: (name: string) => void;
  onPassword: (password: string) => void;
  onSubmit: () => void;
  busy: boolean;
  error?: Error;
}

/** Name and login password. The hint says the real rule: length, and not a common one. */
export function DetailsStep(props: DetailsStepProps) {
  const { i18n, t } = useLingui();
  const { name, password, error } = props;
  const [tried, setTried] = useState(false);
  const characters = [...password.normalize('NFC')].length;
  const weak = error instanceof ApiProblem && error.code === 'password_too_weak';
  const known = error instanceof ApiProblem && error.code === 'already_registered';
  const nameWrong = name.trim() === '' || hasHiddenCharacters(name.trim());
  const elsewhere =
    error && !weak && !known && !fieldRefused(error, 'name') && !fieldRefused(error, 'password');
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!nameWrong && characters >= SHORTEST) props.onSubmit();
      }}
    >
      <TextField
        label={<Trans>姓名</Trans>}
        name="name"
        autoComplete="name"
        autoFocus
        maxLength={40}
        value={name}
        onChange={(event) => props.onName(event.target.value)}
        error={
          tried && name.trim() === ''
            ? t`请输入姓名`
            : fieldRefused(error, 'name') || (tried && nameWrong)
              ? t`姓名里有不能用的字符`
              : undefined
        }
      />
      <PasswordField
        label={<Trans>登录密码</Trans>}
        autoComplete="new-password"
        name="password"
        value={password}
        onChange={(event) => props.onPassword(event.target.value)}
        hint={<Trans>至少 {SHORTEST} 位，越长越安全；不必混合大小写和符号。太常见的密码会被拒绝。</Trans>}
        error={
          weak
            ? t`这个密码太容易被猜到，请换一个更长或更少见的`
            : tried && characters < SHORTEST
              ? t`还差 ${SHORTEST - characters} 位`
              : fieldRefused(error, 'password')
                ? t`这个密码不能用，请换一个`
                : undefined
        }
      />
      <PasswordMeter password={password} name={name} />
      {known && (
        <Banner
          tone="info"
          live
          action={
            <Link
              to="/login"
              className="inline-flex min-h-target items-center px-2 font-medium text-accent-ink"
            >
              <Trans>去登录</Trans>
            </Link>
          }
        >
          <Trans>这个手机号或邮箱已经注册过</Trans>
        </Banner>
      )}
      {elsewhere && (
        <Banner tone="danger" live>
          {problemText(error, i18n.locale)}
        </Banner>
      )}
      <Button type="submit" wide loading={props.busy} className="mt-1">
        <Trans>完成注册</Trans>
      </Button>
    </form>
  );
}
