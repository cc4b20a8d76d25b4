import { Trans } from '@lingui/react/macro';
import { Compass } from 'lucide-react';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from './links.tsx';

/** A screen whose code could not be fetched, or that broke. */
export function ScreenFailed() {
  return <ErrorState onRetry={() => location.reload()} className="min-h-[60dvh] justify-center" />;
}

/** A screen whose code is on its way. */
export function ScreenPending() {
  return (
    <div className="mx-auto w-full max-w-2xl pt-16">
      <SkeletonList rows={5} />
    </div>
  );
}

export function ScreenNotFound() {
  return (
    <main id="main">
      <EmptyState
        icon={<Compass aria-hidden="true" />}
        title={<Trans>没有这个页面</Trans>}
        detail={<Trans>地址可能写错了，或者页面已经搬走。</Trans>}
        action={
          <ButtonLink to="/" variant="secondary">
            <Trans>回首页</Trans>
          </ButtonLink>
        }
        className="min-h-[60dvh] justify-center"
      />
    </main>
  );
}
