import { useSyncExternalStore } from 'react';

/** Tailwind's `lg`: where there is room for the navigation at the side. */
const wide = matchMedia('(min-width: 64rem)');

function watch(changed: () => void): () => void {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
}

/** Whether the window is wide, for what is not even fetched on a phone. */
export function useWide(): boolean {
  return useSyncExternalStore(watch, () => wide.matches);
}
