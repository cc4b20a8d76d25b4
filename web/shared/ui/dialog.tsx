import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type KeyboardEventHandler, type ReactNode, useLayoutEffect, useRef } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title; read out when it opens. */
  description?: ReactNode;
  children?: ReactNode;
  /** The actions, main one last. */
  footer?: ReactNode;
  /** False while something must finish: no close button, no Escape, no click outside. */
  dismissible?: boolean;
  className?: string;
  onKeyDown?: KeyboardEventHandler;
}

/** A question in the middle of the screen. Focus is held inside and goes back where it came from. */
export function Dialog(props: DialogProps) {
  return (
    <Modal
      {...props}
      panel={cx(
        'inset-x-4 top-1/2 mx-auto max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 rounded-card',
        'data-[state=open]:animate-pop-in data-[state=closed]:animate-fade-out',
        props.className,
      )}
    />
  );
}

/** A panel that rises from the bottom on phones and stands in the middle on wide screens. */
export function Sheet(props: DialogProps) {
  return (
    <Modal
      {...props}
      panel={cx(
        'inset-x-0 bottom-0 mx-auto max-h-[92dvh] max-w-md rounded-t-[1.25rem] pb-safe',
        'data-[state=open]:animate-sheet-in data-[state=closed]:animate-sheet-out',
        'md:bottom-auto md:top-1/2 md:-translate-y-1/2 md:rounded-card md:data-[state=open]:animate-pop-in md:data-[state=closed]:animate-fade-out',
        props.className,
      )}
    />
  );
}

/**
 * What Dialog and Sheet share. The backdrop is a plain element, not Radix's Overlay: that one brings
 * react-remove-scroll, which injects a <style> that the CSP blocks. The theme locks scrolling by [data-modal].
 */
function Modal(props: DialogProps & { panel: string }) {
  const { t } = useLingui();
  const {
    open,
    onOpenChange,
    title,
    description,
    children,
    footer,
    dismissible = true,
    panel,
    onKeyDown,
  } = props;
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);
  const hold = dismissible ? undefined : (event: Event) => event.preventDefault();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <div
          data-state={open ? 'open' : 'closed'}
          className="fixed inset-0 z-40 bg-backdrop data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in"
        />
        <RadixDialog.Content
          ref={content}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            // The panel itself: the first button would be "close", one Enter away from losing the work.
            event.preventDefault();
            content.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          data-modal=""
          aria-modal="true"
          aria-describedby={undefined}
          onEscapeKeyDown={hold}
          onInteractOutside={hold}
          onKeyDown={onKeyDown}
          className={cx('fixed z-50 flex flex-col bg-raised text-ink shadow-float outline-none', panel)}
        >
          <header className="flex items-start gap-2 px-4 pt-3 pb-2">
            <div className="flex min-h-target min-w-0 flex-1 flex-col justify-center">
              <RadixDialog.Title className="font-semibold text-title">{title}</RadixDialog.Title>
              {description && (
                <RadixDialog.Description className="mt-1 text-label text-muted">
                  {description}
                </RadixDialog.Description>
              )}
            </div>
            {dismissible && (
              <IconButton
                icon={<X />}
                label={t`关闭`}
                tone="muted"
                className="-mr-2"
                onClick={() => onOpenChange(false)}
              />
            )}
          </header>
          {children && (
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4">{children}</div>
          )}
          {footer && (
            <footer className="flex flex-wrap-reverse gap-3 px-4 pt-2 pb-4 *:flex-1 compact:justify-end compact:*:flex-none">
              {footer}
            </footer>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
