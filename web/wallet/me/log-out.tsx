import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { logOut } from '../../../contract/identity.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useRealtime } from '../../shared/use-realtime.tsx';
import { problemText } from '../app/problem-text.ts';
import { forgetCustomer } from '../app/session.ts';

/** Ends the session, and forgets here what was the customer's: conversations, unsent messages, cached answers. */
export function LogOut() {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const realtime = useRealtime();
  const [asking, setAsking] = useState(false);
  const leave = useMutation({
    mutationFn: async () => {
      try {
        await call(logOut);
      } catch (error) {
        // Already out.
        if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      }
      await realtime.forget();
    },
    onSuccess: async () => {
      await navigate({ to: '/login', replace: true });
      forgetCustomer();
    },
    onError: (error) => toast(problemText(error, i18n.locale), { tone: 'danger' }),
  });
  return (
    <>
      <Button variant="secondary" wide onClick={() => setAsking(true)}>
        <Trans>退出登录</Trans>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        dismissible={!leave.isPending}
        title={<Trans>退出登录？</Trans>}
        description={<Trans>这台设备会继续被记住，下次登录不用再收验证码。没有发出的消息会被删除。</Trans>}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(false)} disabled={leave.isPending}>
              <Trans>不退出</Trans>
            </Button>
            <Button variant="danger" loading={leave.isPending} onClick={() => leave.mutate()}>
              <Trans>退出登录</Trans>
            </Button>
          </>
        }
      />
    </>
  );
}
