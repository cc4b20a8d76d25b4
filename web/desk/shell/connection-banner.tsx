import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useConnection, useRealtime } from '../../shared/use-realtime.tsx';

/** A moment without a connection is not worth a word. */
const GRACE_MS = 1_500;

/** Says that what is on screen may be old, until the connection is back; then everything shown is asked for anew. */
export function ConnectionBanner() {
  const realtime = useRealtime();
  const queryClient = useQueryClient();
  const state = useConnection();
  const open = state === 'open';
  const wasOpen = useRef(false);
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (!open) {
      const timer = window.setTimeout(() => setShown(true), GRACE_MS);
      return () => window.clearTimeout(timer);
    }
    setShown(false);
    // What changed during even a short cut was not heard.
    if (wasOpen.current) void queryClient.invalidateQueries({ type: 'active' });
    wasOpen.current = true;
  }, [open, queryClient]);

  if (!shown) return null;
  return (
    <div
      role="status"
      className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-center text-label text-warning-ink"
    >
      <WifiOff aria-hidden="true" className="size-4 shrink-0" />
      <span>
        {navigator.onLine ? (
          <Trans>与服务器的连接中断，正在重新连接。写好的消息会在恢复后发出。</Trans>
        ) : (
          <Trans>网络已断开，恢复后会自动重新连接。写好的消息会在恢复后发出。</Trans>
        )}
      </span>
      <button
        type="button"
        onClick={realtime.wake}
        className="min-h-target shrink-0 rounded px-1 font-semibold underline underline-offset-4"
      >
        <Trans>立即重试</Trans>
      </button>
    </div>
  );
}
