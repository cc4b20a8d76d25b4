import { Plural, Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { useIdle } from '../../shared/use-idle.ts';
import { meQuery } from '../me/queries.ts';

/** The server ends a session after five minutes without use (server/identity/sessions.ts); it is asked before that. */
const IDLE_MS = 5 * 60_000;
const WARN_MS = 60_000;

/** Keeps the session of somebody who is here, and asks who seems to have gone, a minute before it ends. */
export function IdleLogOut() {
  const client = useQueryClient();
  const { endsAt, stay } = useIdle({
    idleMs: IDLE_MS,
    warnMs: WARN_MS,
    tell: () => void client.refetchQueries({ queryKey: meQuery.queryKey }),
  });
  const seconds = useCountdown(endsAt ?? 0);
  return (
    <Dialog
      open={endsAt !== undefined}
      onOpenChange={stay}
      title={<Trans>您还在吗？</Trans>}
      description={
        <Plural
          value={seconds}
          _0="为了您的资金安全，长时间没有操作会退出登录。"
          other="为了您的资金安全，# 秒后会退出登录。"
        />
      }
      footer={
        <Button onClick={stay}>
          <Trans>继续使用</Trans>
        </Button>
      }
    />
  );
}
