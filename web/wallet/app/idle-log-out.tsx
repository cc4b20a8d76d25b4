import { Plural } from '@lingui/react/macro';
import { IdleDialog } from '../../shared/idle-dialog.tsx';
import { meQuery } from '../me/queries.ts';

/** The server ends a session after five minutes without use (server/identity/sessions.ts); it is asked before that. */
const IDLE_MS = 5 * 60_000;

export function IdleLogOut() {
  return (
    <IdleDialog idleMs={IDLE_MS} session={meQuery.queryKey}>
      {(seconds) => (
        <Plural
          value={seconds}
          _0="为了您的资金安全，长时间没有操作会退出登录。"
          other="为了您的资金安全，# 秒后会退出登录。"
        />
      )}
    </IdleDialog>
  );
}
