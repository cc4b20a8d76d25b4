import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import { dismissToast, useToasts } from './toast.tsx';

/** The toasts on screen. */
export function Toaster() {
  const { t } = useLingui();
  const shown = useToasts();
  return (
    <RadixToast.Provider label={t`通知`} swipeDirection="up">
      {shown.map((entry) => (
        <RadixToast.Root
          key={entry.id}
          type={entry.tone === 'danger' ? 'foreground' : 'background'}
          duration={entry.durationMs ?? (entry.action ? 8000 : 4000)}
          onOpenChange={(open) => !open && dismissToast(entry.id)}
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
