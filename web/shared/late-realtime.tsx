import { useEffect, useState } from 'react';
import type { Realtime } from './realtime.ts';
import { RealtimeContext, type RealtimeProviderProps, useRunning } from './use-realtime.tsx';

const RETRY_MS = 5_000;

/**
 * A RealtimeProvider whose code is fetched after the first screen is there, which needs nothing live to be read. What
 * uses it before that waits in its Suspense.
 */
export function LateRealtimeProvider({ door, onRefused, children }: RealtimeProviderProps) {
  const [late] = useState(() => Promise.withResolvers<Realtime>());
  const [realtime, setRealtime] = useState<Realtime>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const load = async () => {
      try {
        const { openRealtime } = await import('./realtime/open.ts');
        if (gone) return;
        const opened = openRealtime(door);
        setRealtime(opened);
        late.resolve(opened);
      } catch {
        // No network.
        if (!gone) timer = setTimeout(() => void load(), RETRY_MS);
      }
    };
    void load();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [door, late]);
  useRunning(realtime, onRefused);
  return <RealtimeContext value={realtime ?? late.promise}>{children}</RealtimeContext>;
}
