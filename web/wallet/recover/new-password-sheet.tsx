import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { problemText } from '../app/problem-text.ts';

const SHORTEST = 8;

export interface NewPasswordSheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  error?: Error;
  onSubmit: (password: string) => void;
}

/** A new login password, in the app's own form: no conversation and no agent ever sees it. */
export function NewPasswordSheet({ open, onOpenChange, busy, error, onSubmit }: NewPasswordSheetProps) {
  const { i18n, t } = useLingui();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (open) return;
    setPassword('');
    setTried(false);
  }, [open]);
  const short = [...password.normalize('NFC')].length < SHORTEST;
  const weak = error instanceof ApiProblem && error.code === 'password_too_weak';
  return (
    <Sheet open={open} onOpenChange={onOpenChange} dismissible={!busy} title={<Trans>重设登录密码</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short) onSubmit(password);
        }}
      >
        <PasswordField
          label={<Trans>新的登录密码</Trans>}
          autoComplete="new-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={<Trans>至少 {SHORTEST} 位，越长越安全；不必混合大小写和符号。太常见的密码会被拒绝。</Trans>}
          error={
            tried && short
              ? t`至少 ${SHORTEST} 位`
              : weak
                ? t`这个密码太容易被猜到，请换一个更长或更少见的`
                : error
                  ? problemText(error, i18n.locale)
                  : undefined
          }
        />
        <Button type="submit" wide loading={busy}>
          <Trans>重设并退出所有设备</Trans>
        </Button>
      </form>
    </Sheet>
  );
}
