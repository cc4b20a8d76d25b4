import { Trans } from '@lingui/react/macro';
import { WifiOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useConnection } from '../../shared/use-realtime.tsx';

/** Shorter interruptions pass unnoticed. */
const patienceMs = 1_500;

function watchNetwork(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

/** Says that the connection is gone, and that nothing written is lost. */
export function ConnectionNotice() {
  const isOnline = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  // A socket may look open for some seconds after the device has lost its network.
  const isOpen = useConnection() === 'open' && isOnline;
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (isOpen) return;
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isOpen]);
  return (
    <div role="status">
      {!isOpen && isLate && (
        <p className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-2 text-label text-warning-ink">
          <WifiOff aria-hidden="true" className="size-4 shrink-0" />
          <Trans>网络已断开，消息会在联网后发送</Trans>
        </p>
      )}
    </div>
  );
}
