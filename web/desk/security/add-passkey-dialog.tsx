import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { addStaffPasskey, beginStaffPasskey } from '../../../contract/staff-factors.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { makePasskey } from '../../shared/passkey.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { LoginFailure } from '../session/login-failure.tsx';
import { PasskeyFailure } from '../session/passkey-failure.tsx';

/** An unattended desk is not enough to add a passkey: the password is asked for first. */
export function AddPasskeyDialog({
  open,
  onClose,
  onAdded,
}: {
  open: boolean;
  onClose: () => void;
  onAdded: () => void;
}) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const add = useMutation({
    mutationFn: async () => {
      const made = await makePasskey(await call(beginStaffPasskey, { body: { password } }));
      return call(addStaffPasskey, { body: made });
    },
    onSuccess: () => {
      toast(t`通行密钥已添加`, { tone: 'success' });
      onAdded();
      onClose();
    },
  });
  const wrong = add.error instanceof ApiProblem && add.error.code === 'wrong_credentials';
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      dismissible={!add.isPending}
      title={<Trans>添加通行密钥</Trans>}
      description={<Trans>先输入您的密码，再按浏览器的提示用指纹、面容或 PIN 确认。</Trans>}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '') add.mutate();
        }}
      >
        {add.error &&
          !wrong &&
          (add.error.name === 'PasskeyNotUsed' ? <PasskeyFailure /> : <LoginFailure error={add.error} />)}
        <PasswordField
          label={t`密码`}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => {
            add.reset();
            setPassword(event.target.value);
          }}
          error={wrong ? t`密码不正确，连续输错会暂时锁定账号` : undefined}
        />
        <Button type="submit" wide loading={add.isPending}>
          <Trans>继续</Trans>
        </Button>
      </form>
    </Dialog>
  );
}
