import { type ComponentType, lazy, Suspense, useSyncExternalStore } from 'react';

export interface ToastOptions {
  tone?: 'neutral' | 'success' | 'danger';
  action?: { label: string; onClick: () => void };
  /** How long it stays; an action deserves longer. */
  durationMs?: number;
}

export interface ToastEntry extends ToastOptions {
  id: number;
  message: string;
}

let entries: ToastEntry[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: ToastEntry[]) {
  entries = next;
  for (const listener of listeners) listener();
}

/** Says in passing that something happened. Anything the user must act on belongs in a Banner. */
export function toast(message: string, options: ToastOptions = {}): void {
  lastId += 1;
  change([...entries.slice(-2), { ...options, id: lastId, message }]);
}

/** Takes a toast away. */
export function dismissToast(id: number): void {
  change(entries.filter((entry) => entry.id !== id));
}

/** The toasts to show now. */
export function useToasts(): ToastEntry[] {
  return useSyncExternalStore(subscribe, () => entries);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A first visit does without its code; where it can't be fetched, nothing is said in passing.
const LazyToaster = lazy(async (): Promise<{ default: ComponentType }> => {
  try {
    return { default: (await import('./toaster.tsx')).Toaster };
  } catch {
    return { default: () => null };
  }
});

/** Where toasts appear, from the first one on; mountApp() places it once. */
export function Toasts() {
  const any = useSyncExternalStore(subscribe, () => lastId > 0);
  return any ? (
    <Suspense fallback={null}>
      <LazyToaster />
    </Suspense>
  ) : null;
}
