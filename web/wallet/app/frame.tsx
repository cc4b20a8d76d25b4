import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Headset, House, ReceiptText, UserRound } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { BottomTabs } from '../../shared/ui/bottom-tabs.tsx';
import { TabLink } from './links.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { useWide } from './use-wide.ts';

const SideNavigation = lazy(() =>
  import('./side-navigation.tsx').then((file) => ({ default: file.SideNavigation })),
);

/** The screens that carry the bottom tabs on a phone; on the others the thumb's place belongs to their own action. */
const MAIN_PLACES = new Set(['/', '/bills', '/me']);

/** What stands around every screen of the wallet: side navigation on a wide window, bottom tabs on a phone. */
export function Frame({ children }: { children?: ReactNode }) {
  const { t } = useLingui();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isWide = useWide();
  const isMainPlace = MAIN_PLACES.has(path);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-60 rounded-button bg-inverse px-4 py-2 text-on-inverse focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        <Trans>跳到主要内容</Trans>
      </a>
      {isWide && (
        // Its column is there at once, so nothing moves when it comes.
        <Suspense fallback={<span className="border-line border-r bg-surface" />}>
          <SideNavigation />
        </Suspense>
      )}
      <div
        className={`min-w-0 ${isMainPlace ? 'pb-[calc(3.5rem+env(safe-area-inset-bottom))] lg:pb-0' : ''}`}
      >
        <OfflineBanner />
        {children ?? <Outlet />}
      </div>
      {isMainPlace && !isWide && (
        <BottomTabs label={t`主要页面`}>
          <TabLink
            to="/"
            activeOptions={{ exact: true }}
            icon={<House aria-hidden="true" />}
            label={<Trans>首页</Trans>}
          />
          <TabLink to="/bills" icon={<ReceiptText aria-hidden="true" />} label={<Trans>账单</Trans>} />
          <TabLink
            to="/support"
            search={{ screen: path === '/' ? 'home' : path.slice(1) }}
            icon={<Headset aria-hidden="true" />}
            label={<Trans>客服</Trans>}
          />
          <TabLink to="/me" icon={<UserRound aria-hidden="true" />} label={<Trans>我的</Trans>} />
        </BottomTabs>
      )}
    </div>
  );
}
