import { useLingui } from '@lingui/react/macro';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface PageHeaderProps {
  title: ReactNode;
  detail?: ReactNode;
  /** Shows the back button. */
  onBack?: () => void;
  /** At the right: contact support, a menu. */
  action?: ReactNode;
  className?: string;
}

/** The bar on top of a screen: back, title in the middle, one action. */
export function PageHeader({ title, detail, onBack, action, className }: PageHeaderProps) {
  const { t } = useLingui();
  return (
    <header className={cx('sticky top-0 z-20 bg-surface pt-safe', className)}>
      <div className="grid min-h-14 grid-cols-[minmax(max-content,1fr)_minmax(0,auto)_minmax(max-content,1fr)] items-center px-1.5">
        <div className="min-w-12">
          {onBack && (
            <IconButton icon={<ChevronLeft className="!size-6" />} label={t`返回`} onClick={onBack} />
          )}
        </div>
        <div className="min-w-0 text-center">
          <h1 className="line-clamp-2 text-balance font-semibold text-title leading-tight">{title}</h1>
          {detail && <p className="truncate text-caption text-muted">{detail}</p>}
        </div>
        <div className="flex justify-end">{action}</div>
      </div>
    </header>
  );
}
