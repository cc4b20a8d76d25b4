import { Plural, Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { meQuery } from '../me/queries.ts';

/** The server ends a session after five minutes without use (server/identity/sessions.ts); it is asked before that. */
const IDLE_MS = 5 * 60_000;
const WARN_MS = 60_000;
/** Reading and typing count as use: the server is told of it at most this often. */
const TELL_MS = 60_000;

/** Keeps the session of somebody who is here, and asks who seems to have gone, a minute before it ends. */
export function IdleLogOut() {
  const client = useQueryClient();
  const [endsAt, setEndsAt] = useState<number>();
  const used = useRef({ at: 0, told: 0 });

  useEffect(() => {
    used.current = { at: Date.now(), told: Date.now() };
    const tell = () => {
      used.current.told = Date.now();
      void client.refetchQueries({ queryKey: meQuery.queryKey });
    };
    const act = () => {
      const now = Date.now();
      // Once asked, only the answer counts, not a stray touch.
      if (now - used.current.at > IDLE_MS - WARN_MS) return;
      used.current.at = now;
      if (now - used.current.told > TELL_MS) tell();
    };
    const look = () => {
      const { at } = used.current;
      setEndsAt(Date.now() - at > IDLE_MS - WARN_MS ? at + IDLE_MS : undefined);
      if (Date.now() - at > IDLE_MS && Date.now() - used.current.told > TELL_MS) tell();
    };
    const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
    for (const event of events) window.addEventListener(event, act, { passive: true });
    const timer = setInterval(look, 5_000);
    return () => {
      for (const event of events) window.removeEventListener(event, act);
      clearInterval(timer);
    };
  }, [client]);

  const stay = () => {
    used.current = { at: Date.now(), told: Date.now() };
    setEndsAt(undefined);
    void client.refetchQueries({ queryKey: meQuery.queryKey });
  };
  return <StillHere endsAt={endsAt} onStay={stay} />;
}

function StillHere({ endsAt, onStay }: { endsAt: number | undefined; onStay: () => void }) {
  const seconds = useCountdown(endsAt ?? 0);
  return (
    <Dialog
      open={endsAt !== undefined}
      onOpenChange={onStay}
      title={<Trans>您还在吗？</Trans>}
      description={
        <Plural
          value={seconds}
          _0="为了您的资金安全，长时间没有操作会退出登录。"
          other="为了您的资金安全，# 秒后会退出登录。"
        />
      }
      footer={
        <Button onClick={onStay}>
          <Trans>继续使用</Trans>
        </Button>
      }
    />
  );
}
