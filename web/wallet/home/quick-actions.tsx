import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, Barcode, Headset, LifeBuoy, QrCode, ShoppingBag } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '../../shared/ui/card.tsx';

const TILE =
  'flex min-h-20 flex-col items-center justify-center gap-2 rounded-control bg-sunken px-2 text-label transition-colors hover:bg-pressed [&>svg]:size-6 [&>svg]:text-accent-ink';

/** Beside the bills on a wide window: what is done most, and help. */
export function QuickActions() {
  return (
    <div className="flex flex-col gap-5">
      <Card title={<Trans>常用</Trans>}>
        <div className="grid grid-cols-2 gap-2.5">
          <Tile to="/pay-code" icon={<Barcode aria-hidden="true" />}>
            <Trans>付款码</Trans>
          </Tile>
          <Tile to="/transfer" icon={<ArrowLeftRight aria-hidden="true" />}>
            <Trans>转账</Trans>
          </Tile>
          <Tile to="/receive" icon={<QrCode aria-hidden="true" />}>
            <Trans>收款码</Trans>
          </Tile>
          <a href="/shop/" className={TILE}>
            <ShoppingBag aria-hidden="true" />
            <Trans>演示商店</Trans>
          </a>
        </div>
      </Card>
      <Card title={<Trans>付款遇到问题？</Trans>}>
        <p className="text-label text-muted">
          <Trans>打开那笔账单，就能看到失败的原因和解决办法；也可以让客服和您一起处理。</Trans>
        </p>
        <div className="mt-3 grid grid-cols-2 gap-2.5">
          <Tile to="/support/help" icon={<LifeBuoy aria-hidden="true" />}>
            <Trans>帮助中心</Trans>
          </Tile>
          <Tile to="/support" icon={<Headset aria-hidden="true" />}>
            <Trans>联系客服</Trans>
          </Tile>
        </div>
      </Card>
    </div>
  );
}

function Tile({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Link to={to} search={to.startsWith('/support') ? { screen: 'home' } : undefined} className={TILE}>
      {icon}
      {children}
    </Link>
  );
}
