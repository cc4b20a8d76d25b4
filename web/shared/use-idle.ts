import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { actEvents } from './presence.ts';

/** Reading and typing count as use: the server is told of it at most this often. */
const TELL_MS = 60_000;
const LOOK_MS = 5_000;
const WARN_MS = 60_000;

export interface Idle {
  /** When the session ends for want of use; absent while it is not near. */
  endsAt?: number;
  /** The person is here. */
  stay: () => void;
}

/**
 * Keeps the session of somebody who is here, in whichever window, and says when it is about to end for one who has gone.
 * @param tell reads something from the server: as a use of the session while somebody is here, else only to see whether it
 *   has ended (web/shared/presence.ts)
 */
export function useIdle({ idleMs, tell }: { idleMs: number; tell: () => void }): Idle {
  const [endsAt, setEndsAt] = useState<number>();
  const used = useRef({ at: 0, told: 0 });
  const others = useRef<BroadcastChannel>(null);
  const tellNow = useEffectEvent(() => {
    used.current.told = Date.now();
    tell();
  });
  const act = useEffectEvent(() => {
    const now = Date.now();
    // Once asked, only the answer counts, not a stray touch.
    if (now - used.current.at > idleMs - WARN_MS) return;
    used.current.at = now;
    if (now - used.current.told <= TELL_MS) return;
    tellNow();
    others.current?.postMessage('used');
  });
  const look = useEffectEvent(() => {
    const idle = Date.now() - used.current.at;
    setEndsAt(idle > idleMs - WARN_MS ? used.current.at + idleMs : undefined);
    if (idle > idleMs && Date.now() - used.current.told > LOOK_MS) tellNow();
  });
  useEffect(() => {
    used.current = { at: Date.now(), told: Date.now() };
    const onAct = () => act();
    const channel = new BroadcastChannel('upay.used');
    channel.addEventListener('message', () => {
      used.current.at = Date.now();
    });
    others.current = channel;
    for (const event of actEvents) window.addEventListener(event, onAct, { passive: true });
    const timer = setInterval(() => look(), LOOK_MS);
    return () => {
      for (const event of actEvents) window.removeEventListener(event, onAct);
      clearInterval(timer);
      channel.close();
    };
  }, []);
  return {
    endsAt,
    stay: () => {
      used.current = { at: Date.now(), told: Date.now() };
      setEndsAt(undefined);
      tell();
      others.current?.postMessage('used');
    },
  };
}
