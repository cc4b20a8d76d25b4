import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { passwordLength } from '../../../contract/identity.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { problemText } from '../app/problem-text.ts';
import { NewPasswordField, passwordRefused } from '../security/new-password-field.tsx';

export interface NewPasswordSheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  /** Characters it has at least. */
  shortest: number;
  error?: Error;
  onSubmit: (password: string) => void;
}

/** A new login password, in the app's own form: no conversation and no agent ever sees it. */
export function NewPasswordSheet({
  open,
  onOpenChange,
  busy,
  shortest,
  error,
  onSubmit,
}: NewPasswordSheetProps) {
  const { i18n } = useLingui();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (open) return;
    setPassword('');
    setTried(false);
  }, [open]);
  return (
    <Sheet open={open} onOpenChange={onOpenChange} dismissible={!busy} title={<Trans>重设登录密码</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (passwordLength(password) >= shortest) onSubmit(password);
        }}
      >
        <NewPasswordField
          label={<Trans>新的登录密码</Trans>}
          autoFocus
          value={password}
          onChange={setPassword}
          shortest={shortest}
          tried={tried}
          error={error}
        />
        {error && !passwordRefused(error) && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={busy}>
          <Trans>重设并退出所有设备</Trans>
        </Button>
      </form>
    </Sheet>
  );
}
