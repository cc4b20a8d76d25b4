import { Trans } from '@lingui/react/macro';
import { createLink } from '@tanstack/react-router';
import { CupSoda } from 'lucide-react';
import { ButtonAnchor } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';

export const ButtonLink = createLink(ButtonAnchor);

/** A page whose code could not be fetched, or that broke. */
export function PageFailed() {
  return <ErrorState onRetry={() => location.reload()} className="min-h-[60dvh] justify-center" />;
}

export function PageNotFound() {
  return (
    <EmptyState
      icon={<CupSoda aria-hidden="true" />}
      title={<Trans>没有这个页面</Trans>}
      action={
        <ButtonLink to="/">
          <Trans>看看菜单</Trans>
        </ButtonLink>
      }
      className="min-h-[60dvh] justify-center"
    />
  );
}
