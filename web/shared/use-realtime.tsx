import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { customerRealtimePath, deskRealtimePath, type ServerFrame } from '../../contract/realtime.ts';
import { browserOutbox } from './realtime/outbox.ts';
import {
  type Channel,
  type ConnectionState,
  type ConversationState,
  createRealtime,
  type Realtime,
} from './realtime.ts';

const RealtimeContext = createContext<Realtime | undefined>(undefined);

interface RealtimeProviderProps {
  door: 'customer' | 'desk';
  /** A connection was refused: ask who is logged in, which leads to the log-in screen when nobody is. */
  onRefused?: () => void;
  children: ReactNode;
}

/** Keeps one socket open for what is below; put it where somebody is known to be logged in. */
export function RealtimeProvider({ door, onRefused, children }: RealtimeProviderProps) {
  const [realtime] = useState(() => {
    const path = door === 'customer' ? customerRealtimePath : deskRealtimePath;
    return createRealtime({
      openSocket: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`),
      outbox: browserOutbox(door),
    });
  });
  const refused = useEffectEvent(() => onRefused?.());
  useEffect(() => realtime.onRefused(() => refused()), [realtime]);
  useEffect(() => {
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
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

export function useRealtime(): Realtime {
  const realtime = useContext(RealtimeContext);
  if (!realtime) throw new Error('useRealtime needs a RealtimeProvider above');
  return realtime;
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
