import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import { useSyncExternalStore } from 'react';

export interface ToastOptions {
  tone?: 'neutral' | 'success' | 'danger';
  action?: { label: string; onClick: () => void };
  /** How long it stays; an action deserves longer. */
  durationMs?: number;
}

interface ToastEntry extends ToastOptions {
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

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where toasts appear; mountApp() places it once. */
export function Toaster() {
  const { t } = useLingui();
  const shown = useSyncExternalStore(subscribe, () => entries);
  return (
    <RadixToast.Provider label={t`通知`} swipeDirection="up">
      {shown.map((entry) => (
        <RadixToast.Root
          key={entry.id}
          type={entry.tone === 'danger' ? 'foreground' : 'background'}
          duration={entry.durationMs ?? (entry.action ? 8000 : 4000)}
          onOpenChange={(open) => !open && change(entries.filter((other) => other.id !== entry.id))}
          className="pointer-events-auto flex max-w-full items-center gap-2.5 rounded-full bg-inverse px-4 py-2.5 text-label text-on-inverse shadow-float data-[state=open]:animate-pop-in data-[swipe=move]:translate-y-(--radix-toast-swipe-move-y)"
        >
          {entry.tone === 'success' && <CircleCheck aria-hidden="true" className="size-[1.3em] shrink-0" />}
          {entry.tone === 'danger' && <CircleAlert aria-hidden="true" className="size-[1.3em] shrink-0" />}
          <RadixToast.Description>{entry.message}</RadixToast.Description>
          {entry.action && (
            <RadixToast.Action
              altText={entry.action.label}
              onClick={entry.action.onClick}
              className="-my-2.5 min-h-target shrink-0 font-semibold underline underline-offset-4"
            >
              {entry.action.label}
            </RadixToast.Action>
          )}
        </RadixToast.Root>
      ))}
      <RadixToast.Viewport
        label={t`通知`}
        className="pointer-events-none fixed inset-x-4 top-[calc(env(safe-area-inset-top)+0.75rem)] z-60 flex flex-col items-center gap-2 outline-none"
      />
    </RadixToast.Provider>
  );
}
