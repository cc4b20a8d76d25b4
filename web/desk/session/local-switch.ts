import { useSyncExternalStore } from 'react';
import { readLocal, writeLocal } from './local-data.ts';

/** A switch that this browser keeps, the same in every part of the page. */
export function createLocalSwitch(key: string, { initially }: { initially: boolean }) {
  const listeners = new Set<() => void>();
  const kept = readLocal(key);
  let on = kept === 'on' || (kept !== 'off' && initially);
  const isOn = () => on;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  function change(next: boolean) {
    on = next;
    writeLocal(key, next ? 'on' : 'off');
    for (const listener of listeners) listener();
  }
  return {
    isOn,
    use: (): [on: boolean, change: (on: boolean) => void] => [useSyncExternalStore(subscribe, isOn), change],
  };
}
