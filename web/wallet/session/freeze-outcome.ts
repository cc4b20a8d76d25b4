import { useSyncExternalStore } from 'react';
import type { GuideRun } from '../../../contract/guides.ts';

/** How a guide that froze the account ended: told where its customer finds themselves logged out. */
let outcome: 'resolved' | 'handed_off' | undefined;
const watchers = new Set<() => void>();

function set(next: typeof outcome): void {
  outcome = next;
  for (const watcher of watchers) watcher();
}

/** Keeps the end of a run that froze the account; its last card goes with the session. */
export function noteFreeze({ status, history }: GuideRun): void {
  const froze = history.some(
    ({ stepId, kind, authority }) => kind === 'do' && stepId === 'freeze' && authority,
  );
  if (froze && (status === 'resolved' || status === 'handed_off')) set(status);
}

export const forgetFreeze = (): void => set(undefined);

export function useFreezeOutcome(): typeof outcome {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => outcome,
  );
}
