import { Trans, useLingui } from '@lingui/react/macro';
import { Lock, ShieldCheck, Snowflake } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LockState } from '../../../contract/recovery.ts';
import { Time } from '../../shared/ui/time.tsx';
import { reasonWords } from './words.ts';

/** What is locked, since when, why, and when it ends by itself. */
export function LockFacts({ lock }: { lock: LockState }) {
  const { i18n } = useLingui();
  const { locks, paymentPasswordLockedUntil } = lock;
  if (locks.length === 0 && paymentPasswordLockedUntil === undefined) {
    return (
      <Fact tone="bg-success-soft text-success-ink" icon={<ShieldCheck aria-hidden="true" />}>
        <p className="font-medium text-body">
          <Trans>账户没有锁定</Trans>
        </p>
      </Fact>
    );
  }
  return (
    <div className="flex flex-col gap-3" key={i18n.locale}>
      {locks.map(({ reason, lockedAt, until }) => (
        <Fact
          key={`${reason} ${lockedAt}`}
          tone="bg-warning-soft text-warning-ink"
          icon={reason === 'frozen' ? <Snowflake aria-hidden="true" /> : <Lock aria-hidden="true" />}
        >
          <p className="font-medium text-body">{reasonWords(reason)}</p>
          <p>
            {until === undefined ? (
              <Trans>
                <Time inSentence value={lockedAt} /> 挂失，不会自动解除
              </Trans>
            ) : (
              <Trans>
                <Time inSentence value={lockedAt} /> 锁定，
                <Time inSentence value={until} /> 自动解除
              </Trans>
            )}
          </p>
        </Fact>
      ))}
      {paymentPasswordLockedUntil !== undefined && (
        <Fact tone="bg-warning-soft text-warning-ink" icon={<Lock aria-hidden="true" />}>
          <p className="font-medium text-body">
            <Trans>支付密码连续输错</Trans>
          </p>
          <p>
            <Trans>
              可以登录，
              <Time inSentence value={paymentPasswordLockedUntil} /> 前不能付款
            </Trans>
          </p>
        </Fact>
      )}
    </div>
  );
}

function Fact({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div
      className={`flex items-start gap-3 rounded-card px-card py-3.5 text-label [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0 ${tone}`}
    >
      {icon}
      <div className="min-w-0">{children}</div>
    </div>
  );
}
