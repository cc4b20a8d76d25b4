import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import {
  ArrowDownToLine,
  ArrowLeftRight,
  ArrowUpFromLine,
  Barcode,
  CreditCard,
  Headset,
  House,
  QrCode,
  ReceiptText,
  ShoppingBag,
  UserRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';

const ITEM =
  'flex min-h-11 items-center gap-3 rounded-control px-3 text-body text-muted transition-colors hover:bg-pressed hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink [&>svg]:size-icon';

/** The wallet's places on a wide window, always in sight. */
export function SideNavigation() {
  const { t } = useLingui();
  return (
    <nav
      aria-label={t`主要页面`}
      className="sticky top-0 flex h-dvh flex-col gap-1 overflow-y-auto border-line border-r bg-surface px-3 py-5"
    >
      <Link to="/" className="mb-5 px-3 text-ink" aria-label={t`UPay 首页`}>
        <Brand />
      </Link>
      <Item to="/" icon={<House aria-hidden="true" />}>
        <Trans>首页</Trans>
      </Item>
      <Item to="/bills" icon={<ReceiptText aria-hidden="true" />}>
        <Trans>账单</Trans>
      </Item>
      <Item to="/me" icon={<UserRound aria-hidden="true" />}>
        <Trans>我的</Trans>
      </Item>
      <p className="mt-5 mb-1 px-3 text-caption text-muted">
        <Trans>收付</Trans>
      </p>
      <Item to="/pay-code" icon={<Barcode aria-hidden="true" />}>
        <Trans>付款码</Trans>
      </Item>
      <Item to="/transfer" icon={<ArrowLeftRight aria-hidden="true" />}>
        <Trans>转账</Trans>
      </Item>
      <Item to="/receive" icon={<QrCode aria-hidden="true" />}>
        <Trans>收款码</Trans>
      </Item>
      <Item to="/top-up" icon={<ArrowDownToLine aria-hidden="true" />}>
        <Trans>充值</Trans>
      </Item>
      <Item to="/withdraw" icon={<ArrowUpFromLine aria-hidden="true" />}>
        <Trans>提现</Trans>
      </Item>
      <Item to="/methods" icon={<CreditCard aria-hidden="true" />}>
        <Trans>银行卡</Trans>
      </Item>
      <a href="/shop/" className={ITEM}>
        <ShoppingBag aria-hidden="true" />
        <Trans>演示商店</Trans>
      </a>
      <Link
        to="/support"
        search={{ screen: 'home' }}
        className="mt-auto flex items-center gap-3 rounded-card bg-accent-soft p-4 text-accent-ink"
      >
        <Headset aria-hidden="true" className="size-6 shrink-0" />
        <span>
          <span className="block font-medium text-label">
            <Trans>需要帮助？</Trans>
          </span>
          <span className="block text-caption">
            <Trans>联系客服，付款问题当场解决</Trans>
          </span>
        </span>
      </Link>
    </nav>
  );
}

function Item({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Link to={to} activeOptions={{ exact: to === '/' }} className={ITEM}>
      {icon}
      {children}
    </Link>
  );
}
