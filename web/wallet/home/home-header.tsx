import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, Barcode, CreditCard, QrCode, Search, ShoppingBag } from 'lucide-react';
import type { ReactNode } from 'react';
import { SupportLink } from '../app/support-link.tsx';

const ACTION =
  'flex flex-1 flex-col items-center gap-1.5 whitespace-nowrap rounded-control py-1.5 text-label transition-colors hover:bg-white/12 active:bg-white/18 [&>svg]:size-7';

/** The coloured head on a phone; on a wide window a greeting, for the navigation stands at the side. */
export function HomeHeader({ name }: { name: string | undefined }) {
  const { t } = useLingui();
  return (
    <header>
      <div className="bg-hero pb-24 text-on-hero pt-safe lg:hidden">
        <div className="flex items-center gap-2 px-4 pt-2">
          <h1 className="font-bold text-[1.375rem] tracking-tight">UPay</h1>
          <SearchLink className="bg-black/15 text-on-hero hover:bg-black/25" />
          <SupportLink screen="home" onHero />
        </div>
        <nav aria-label={t`常用`} className="mt-3 flex px-3">
          <HeroLink to="/pay-code" icon={<Barcode aria-hidden="true" strokeWidth={1.75} />}>
            <Trans>付款码</Trans>
          </HeroLink>
          <HeroLink to="/transfer" icon={<ArrowLeftRight aria-hidden="true" strokeWidth={1.75} />}>
            <Trans>转账</Trans>
          </HeroLink>
          <HeroLink to="/receive" icon={<QrCode aria-hidden="true" strokeWidth={1.75} />}>
            <Trans>收款码</Trans>
          </HeroLink>
          <HeroLink to="/methods" icon={<CreditCard aria-hidden="true" strokeWidth={1.75} />}>
            <Trans>银行卡</Trans>
          </HeroLink>
          <a href="/shop/" className={ACTION}>
            <ShoppingBag aria-hidden="true" strokeWidth={1.75} />
            <Trans>演示商店</Trans>
          </a>
        </nav>
      </div>
      <div className="mx-auto hidden w-full max-w-5xl items-center gap-4 px-8 pt-8 pb-5 lg:flex">
        <h1 className="min-w-0 flex-1 truncate font-semibold text-[1.5rem]">
          {name ? <Trans>您好，{name}</Trans> : <span className="sr-only">UPay</span>}
        </h1>
        <SearchLink className="max-w-72 bg-surface text-muted shadow-card hover:text-ink" />
        <SupportLink screen="home" />
      </div>
    </header>
  );
}

function SearchLink({ className }: { className: string }) {
  return (
    <Link
      to="/support/help"
      search={{ screen: 'home' }}
      className={`flex min-h-target min-w-0 flex-1 items-center gap-2 rounded-button px-4 text-label transition-colors ${className}`}
    >
      <Search aria-hidden="true" className="size-[1.1rem] shrink-0" />
      <Trans>搜索帮助</Trans>
    </Link>
  );
}

function HeroLink({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Link to={to} className={ACTION}>
      {icon}
      {children}
    </Link>
  );
}
