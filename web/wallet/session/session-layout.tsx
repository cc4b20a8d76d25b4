import { Trans, useLingui } from '@lingui/react/macro';
import { BadgeCheck, MessagesSquare, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { chooseLocale } from '../../shared/i18n/i18n.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Languages, ChevronLeft } from 'lucide-react';
import { Brand } from '../app/brand.tsx';
import { useTitle } from '../app/use-title.ts';
import { Trouble } from './trouble.tsx';

export interface SessionLayoutProps {
  title: string;
  detail?: ReactNode;
  onBack?: () => void;
  children: ReactNode;
}

/** Around logging in and registering: a form on a phone, and what UPay stands for beside it on a wide window. */
export function SessionLayout({ title, detail, onBack, children }: SessionLayoutProps) {
  const { i18n, t } = useLingui();
  useTitle(title);
  const other = i18n.locale === 'en' ? 'zh-CN' : 'en';
  return (
    <div className="min-h-dvh bg-surface lg:grid lg:grid-cols-[minmax(24rem,5fr)_7fr]">
      <aside className="hidden flex-col justify-between bg-hero p-12 text-on-hero lg:flex">
        <p className="font-bold text-[1.75rem] tracking-tight">UPay</p>
        <div>
          <p className="text-balance font-semibold text-[2.25rem] leading-tight">
            <Trans>付得放心，出了问题有人真正解决</Trans>
          </p>
          <ul className="mt-10 flex flex-col gap-6">
            <Promise
              icon={<BadgeCheck aria-hidden="true" />}
              title={<Trans>每一笔都说得清</Trans>}
              detail={<Trans>付款失败会告诉您原因，钱动没动，下一步怎么办。</Trans>}
            />
            <Promise
              icon={<MessagesSquare aria-hidden="true" />}
              title={<Trans>客服看得见、解得了</Trans>}
              detail={<Trans>从任何页面一键联系，不必重复描述问题。</Trans>}
            />
            <Promise
              icon={<ShieldCheck aria-hidden="true" />}
              title={<Trans>密码只有您知道</Trans>}
              detail={<Trans>我们的客服永远不会向您要密码或验证码。</Trans>}
            />
          </ul>
        </div>
        <p className="text-label">
          <Trans>UPay 数字钱包</Trans>
        </p>
      </aside>
      <div className="flex min-h-dvh flex-col">
        <header className="flex min-h-14 items-center justify-between px-2 pt-safe lg:px-6">
          {onBack ? (
            <IconButton icon={<ChevronLeft className="!size-6" />} label={t`返回`} onClick={onBack} />
          ) : (
            <span />
          )}
          <span className="flex items-center">
            <IconButton
              icon={<Languages />}
              label={other === 'en' ? 'English' : '简体中文'}
              tone="muted"
              onClick={() => void chooseLocale(other)}
            />
            <Trouble />
          </span>
        </header>
        <main
          id="main"
          className="mx-auto flex w-full max-w-md flex-1 flex-col px-6 pt-4 pb-10 lg:justify-center lg:pb-28"
        >
          <span className="mb-8 text-ink lg:hidden">
            <Brand />
          </span>
          <h1 className="font-semibold text-[1.625rem] leading-tight">{title}</h1>
          {detail && <p className="mt-2 text-body text-muted">{detail}</p>}
          <div className="mt-7">{children}</div>
        </main>
      </div>
    </div>
  );
}

function Promise({ icon, title, detail }: { icon: ReactNode; title: ReactNode; detail: ReactNode }) {
  return (
    <li className="flex gap-4 [&>svg]:mt-0.5 [&>svg]:size-6 [&>svg]:shrink-0">
      {icon}
      <span>
        <span className="block font-medium text-title">{title}</span>
        <span className="block text-body">{detail}</span>
      </span>
    </li>
  );
}
