import { Plural } from '@lingui/react/macro';
import { IdleDialog } from '../../shared/idle-dialog.tsx';
import { staffQuery } from './session.ts';

/** The server ends a desk session after a quarter of an hour without use (server/identity/sessions.ts). */
const IDLE_MS = 15 * 60_000;

/** What was begun to be written stays on this machine. */
export function IdleLock() {
  return (
    <IdleDialog idleMs={IDLE_MS} session={staffQuery.queryKey}>
      {(seconds) => (
        <Plural
          value={seconds}
          _0="长时间没有操作，工作台即将锁定。没发出的草稿会留在这台电脑上。"
          other="长时间没有操作，# 秒后工作台会锁定。没发出的草稿会留在这台电脑上。"
        />
      )}
    </IdleDialog>
  );
}
