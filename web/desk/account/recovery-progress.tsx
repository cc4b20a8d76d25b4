import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { AssistedRecovery, RecoveryStep } from '../../../contract/recovery.ts';
import { Time } from '../../shared/ui/time.tsx';

const STEPS: Record<RecoveryStep, MessageDescriptor> = {
  asked: msg`已提醒客户自助找回`,
  code_sent: msg`客户索取了验证码`,
  opened: msg`验证码正确，进入找回`,
  proven: msg`又证明了一项`,
  proof_failed: msg`一项证明不正确`,
  frozen: msg`已挂失`,
  unfrozen: msg`已解除挂失`,
  unlocked: msg`已解锁`,
  password_reset: msg`登录密码已重设`,
  payment_password_reset: msg`支付密码已重设`,
};

/** How far the customer has come with the recovery an agent asked them for: never what they proved it with. */
export function RecoveryProgress({ recovery }: { recovery: AssistedRecovery }) {
  const { t } = useLingui();
  return (
    <section className="mt-5">
      <h3 className="mb-2 font-semibold text-label">
        <Trans>找回进展</Trans>
      </h3>
      <ol className="flex flex-col gap-1.5" aria-live="polite">
        {recovery.map(({ step, at }) => (
          <li key={`${step}${at}`} className="flex min-h-7 items-center justify-between gap-3 text-label">
            <span>{t(STEPS[step])}</span>
            <span className="text-caption text-muted">
              <Time value={at} />
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-caption text-muted">
        <Trans>提醒只发到客户绑定的手机和邮箱，由客户自己完成；您看不到、也不能代填任何密码或验证码。</Trans>
      </p>
    </section>
  );
}
