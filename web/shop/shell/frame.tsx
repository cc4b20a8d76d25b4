import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { Languages, Moon, ReceiptText, ShoppingBag, Sun } from 'lucide-react';
import { useState } from 'react';
import { chooseLocale } from '../../shared/i18n/i18n.ts';
import { chooseTheme } from '../../shared/theme/theme.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { countOf, useCart } from '../cart/cart.ts';
import { Logo } from './logo.tsx';

/** What stands around every page: the shop's name, orders, the cart. */
export function Frame() {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-60 rounded-button bg-inverse px-4 py-2 text-on-inverse focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        <Trans>跳到主要内容</Trans>
      </a>
      <Header />
      <main id="main" className="mx-auto w-full max-w-6xl flex-1 px-4 pb-16 sm:px-6">
        <Outlet />
      </main>
      <footer className="border-line border-t">
        <p className="mx-auto max-w-6xl px-4 py-6 text-caption text-muted sm:px-6">
          <Trans>云朵咖啡是 UPay 的演示商店，不出售真实商品。</Trans>{' '}
          <Link to="/counter" className="inline-block py-2 text-accent-ink hover:underline">
            <Trans>门店收银台</Trans>
          </Link>
        </p>
      </footer>
    </div>
  );
}

function Header() {
  const { t } = useLingui();
  const count = countOf(useCart());
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-page/95 pt-safe backdrop-blur">
      <div className="mx-auto flex min-h-16 max-w-6xl items-center gap-1 px-4 sm:px-6">
        <Link to="/" className="mr-auto min-w-0 rounded-button text-ink">
          <Logo />
        </Link>
        <Preferences />
        <Link
          to="/orders"
          aria-label={t`我的订单`}
          className="inline-grid size-target place-items-center rounded-button text-ink hover:bg-pressed aria-[current=page]:text-accent-ink"
        >
          <ReceiptText aria-hidden="true" className="size-icon" />
        </Link>
        <Link
          to="/cart"
          className="relative ml-1 inline-flex h-target items-center gap-2 rounded-button bg-accent px-4 font-medium text-label text-on-accent transition-colors hover:bg-accent-hover"
        >
          <ShoppingBag aria-hidden="true" className="size-icon" />
          <span className="max-sm:sr-only">
            <Trans>购物袋</Trans>
          </span>
          <span aria-hidden="true" className="tabular">
            {count}
          </span>
          <span className="sr-only">
            <Plural value={count} other="# 件" />
          </span>
        </Link>
      </div>
    </header>
  );
}

/** The other language and the other theme, one tap away. */
function Preferences() {
  const { i18n, t } = useLingui();
  const [isDark, setIsDark] = useState(() => document.documentElement.dataset.theme === 'dark');
  const other = i18n.locale === 'en' ? 'zh-CN' : 'en';
  return (
    <>
      <IconButton
        icon={isDark ? <Sun /> : <Moon />}
        label={isDark ? t`浅色外观` : t`深色外观`}
        onClick={() => {
          chooseTheme(isDark ? 'light' : 'dark');
          setIsDark(!isDark);
        }}
      />
      <IconButton
        icon={<Languages />}
        label={other === 'en' ? 'English' : '简体中文'}
        onClick={() => void chooseLocale(other)}
      />
    </>
  );
}
