import {
  createContext,
  type ReactNode,
  use,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ServerFrame } from '../../contract/realtime.ts';
import { openRealtime } from './realtime/open.ts';
import type { Channel, ConnectionState, ConversationState, Realtime } from './realtime.ts';

/** A promise where its code is still on its way: what needs it waits in the nearest Suspense. */
export const RealtimeContext = createContext<Realtime | Promise<Realtime> | undefined>(undefined);

export interface RealtimeProviderProps {
  door: 'customer' | 'desk';
  /** A connection was refused: ask who is logged in, which leads to the log-in screen when nobody is. */
  onRefused?: () => void;
  children: ReactNode;
}

/** Keeps one socket open for what is below; put it where somebody is known to be logged in. */
export function RealtimeProvider({ door, onRefused, children }: RealtimeProviderProps) {
  const [realtime] = useState(() => openRealtime(door));
  useRunning(realtime, onRefused);
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

/** Keeps it connected while the component is there, and tries at once when the network or the person is back. */
export function useRunning(realtime: Realtime | undefined, onRefused?: () => void): void {
  const refused = useEffectEvent(() => onRefused?.());
  useEffect(() => realtime?.onRefused(() => refused()), [realtime]);
  useEffect(() => {
    if (!realtime) return;
    const wake = () => {
      if (document.visibilityState === 'visible') realtime.wake();
    };
    realtime.start();
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      realtime.stop();
    };
  }, [realtime]);
}

export function useRealtime(): Realtime {
  const realtime = useContext(RealtimeContext);
  if (!realtime) throw new Error('useRealtime needs a RealtimeProvider above');
  return realtime instanceof Promise ? use(realtime) : realtime;
}

export function useConnection(): ConnectionState {
  const { connection } = useRealtime();
  return useSyncExternalStore(connection.watch, connection.get);
}

/** One conversation, followed live while the component is there. */
export function useConversation(id: string): ConversationState & { channel: Channel } {
  const realtime = useRealtime();
  const channel = useMemo(() => realtime.conversation(id), [realtime, id]);
  const state = useSyncExternalStore(channel.watch, channel.getState);
  return { ...state, channel };
}

/** Calls `listener` with every frame of one type, such as 'payment' or 'inbox'. */
export function useFrames<T extends ServerFrame['type']>(
  type: T,
  listener: (frame: Extract<ServerFrame, { type: T }>) => void,
): void {
  const realtime = useRealtime();
  const hear = useEffectEvent((frame: ServerFrame) => {
    if (frame.type === type) listener(frame as Extract<ServerFrame, { type: T }>);
  });
  useEffect(() => realtime.onFrame((frame) => hear(frame)), [realtime]);
}
