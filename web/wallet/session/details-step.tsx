import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { passwordLength } from '../../../contract/identity.ts';
import { hasHiddenCharacters } from '../../../contract/text.ts';
import { ApiProblem } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { NewPasswordField, passwordRefused } from '../security/new-password-field.tsx';
import { fieldRefused, problemText } from '../app/problem-text.ts';

export interface DetailsStepProps {
  name: string;
  password: string;
  /** Characters the password has at least. */
  shortest: number;
  onName: (name: string) => void;
  onPassword: (password: string) => void;
  onSubmit: () => void;
  busy: boolean;
  error?: Error;
}

/** Name and login password. */
export function DetailsStep(props: DetailsStepProps) {
  const { i18n, t } = useLingui();
  const { name, password, error } = props;
  const [tried, setTried] = useState(false);
  const known = error instanceof ApiProblem && error.code === 'already_registered';
  const nameWrong = name.trim() === '' || hasHiddenCharacters(name.trim());
  const elsewhere = error && !known && !fieldRefused(error, 'name') && !passwordRefused(error);
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!nameWrong && passwordLength(password) >= props.shortest) props.onSubmit();
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
      <NewPasswordField
        label={<Trans>登录密码</Trans>}
        value={password}
        onChange={props.onPassword}
        shortest={props.shortest}
        tried={tried}
        error={error}
        name={name}
      />
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
