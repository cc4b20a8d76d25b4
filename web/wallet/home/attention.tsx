import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronRight, Clock, Lock, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Customer } from '../../../contract/identity.ts';
import type { Payment } from '../../../contract/payments.ts';

const RECENT_MS = 3 * 24 * 3_600_000;

function isRecent(time: string): boolean {
  return Date.now() - Date.parse(time) < RECENT_MS;
}

/** What waits for the customer: a payment that failed lately, one still under way, a payment password not set. */
export function Attention({ payments = [], me }: { payments?: Payment[]; me?: Customer }) {
  const failed = payments.filter(
    ({ status, createdAt }) => status === 'requires_payment_method' && isRecent(createdAt),
  );
  const open = payments.filter(({ status }) => status === 'processing' || status === 'requires_action');
  const [firstFailed] = failed;
  const [firstOpen] = open;
  return (
    <>
      {me?.status === 'locked' && (
        <Notice to="/recover" tone="bg-danger-soft text-danger-ink" icon={<Lock aria-hidden="true" />}>
          <Trans>账户已锁定，不能付款。点此查看原因并解锁</Trans>
        </Notice>
      )}
      {me && !me.hasPaymentPassword && (
        <Notice
          to="/me/payment-password"
          tone="bg-accent-soft text-accent-ink"
          icon={<ShieldCheck aria-hidden="true" />}
        >
          <Trans>设置支付密码后就可以付款和转账</Trans>
        </Notice>
      )}
      {firstFailed && (
        <Notice
          payment={failed.length === 1 ? firstFailed.id : undefined}
          status="requires_payment_method"
          tone="bg-warning-soft text-warning-ink"
          icon={<TriangleAlert aria-hidden="true" />}
        >
          <Plural
            value={failed.length}
            _1="有一笔付款失败，点此查看原因"
            other="有 # 笔付款失败，点此查看原因"
          />
        </Notice>
      )}
      {firstOpen && (
        <Notice
          payment={open.length === 1 ? firstOpen.id : undefined}
          status="processing"
          tone="bg-accent-soft text-accent-ink"
          icon={<Clock aria-hidden="true" />}
        >
          {firstOpen.status === 'requires_action' && open.length === 1 ? (
            <Trans>有一笔付款等您到银行确认</Trans>
          ) : (
            <Plural
              value={open.length}
              _1="有一笔付款正在处理，有结果会马上更新"
              other="有 # 笔付款正在处理，有结果会马上更新"
            />
          )}
        </Notice>
      )}
    </>
  );
}

interface NoticeProps {
  tone: string;
  icon: ReactNode;
  children: ReactNode;
  /** Where it leads: another screen, one payment, or the bills in one state. */
  to?: string;
  payment?: string;
  status?: string;
}

function Notice({ tone, icon, children, to, payment, status }: NoticeProps) {
  return (
    <Link
      to={to ?? (payment ? '/payments/$id' : '/bills')}
      params={payment ? { id: payment } : undefined}
      search={to || payment ? undefined : { status }}
      className={`flex min-h-13 items-center gap-2.5 rounded-card px-card py-3 text-label [&>svg]:size-5 [&>svg]:shrink-0 ${tone}`}
    >
      {icon}
      <span className="min-w-0 flex-1 font-medium">{children}</span>
      <ChevronRight aria-hidden="true" />
    </Link>
  );
}
