import { Plural, Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { useIdle } from '../../shared/use-idle.ts';
import { staffQuery } from './session.ts';

/** The server ends a desk session after a quarter of an hour without use (server/identity/sessions.ts). */
const IDLE_MS = 15 * 60_000;
const WARN_MS = 60_000;

/** Warns a minute before the desk locks for want of a person; what was begun to be written stays on this machine. */
export function IdleLock() {
  const client = useQueryClient();
  const { endsAt, stay } = useIdle({
    idleMs: IDLE_MS,
    warnMs: WARN_MS,
    tell: () => void client.refetchQueries({ queryKey: staffQuery.queryKey }),
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
          _0="长时间没有操作，工作台即将锁定。没发出的草稿会留在这台电脑上。"
          other="长时间没有操作，# 秒后工作台会锁定。没发出的草稿会留在这台电脑上。"
        />
      }
      footer={
        <Button onClick={stay}>
          <Trans>继续工作</Trans>
        </Button>
      }
    />
  );
}
