import { customerRealtimePath, deskRealtimePath } from '../../../contract/realtime.ts';
import { createRealtime, type Realtime } from '../realtime.ts';
import { browserOutbox } from './outbox.ts';

/** The live side of an app in this browser, not yet started. */
export function openRealtime(door: 'customer' | 'desk'): Realtime {
  const path = door === 'customer' ? customerRealtimePath : deskRealtimePath;
  return createRealtime({
    openSocket: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`),
    outbox: browserOutbox(door),
  });
}
