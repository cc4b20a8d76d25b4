import { Trans } from '@lingui/react/macro';
import { CloudOff, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

export interface ErrorStateProps {
  /** What could not be done, in the user's words; a plain sentence when absent. */
  title?: ReactNode;
  detail?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
  /** A second way out: contact support. */
  action?: ReactNode;
  className?: string;
}

/** A part of the screen that could not be loaded. */
export function ErrorState({ title, detail, onRetry, retrying, action, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cx('flex flex-col items-center px-6 py-10 text-center', className)}>
      <span className="mb-3 grid size-14 place-items-center rounded-full bg-danger-soft text-danger-ink">
        <CloudOff aria-hidden="true" className="size-6" />
      </span>
      <p className="font-medium text-body">{title ?? <Trans>内容没有加载出来</Trans>}</p>
      <p className="mt-1 max-w-xs text-label text-muted">{detail ?? <Trans>请检查网络，稍后再试。</Trans>}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-3">
        {onRetry && (
          <Button variant="secondary" icon={<RotateCw />} onClick={onRetry} loading={retrying}>
            <Trans>重试</Trans>
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
