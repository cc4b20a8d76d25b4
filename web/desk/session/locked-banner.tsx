import { Trans } from '@lingui/react/macro';
import { Banner } from '../../shared/ui/banner.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { formatElapsed } from '../inbox/clock.ts';

/** Why nobody may log in just now, and for how long. */
export function LockedBanner({
  code,
  until,
}: {
  code: 'account_locked' | 'too_many_requests';
  until: string | undefined;
}) {
  const secondsLeft = useCountdown(until ? Date.parse(until) : 0);
  const left = formatElapsed(secondsLeft * 1000);
  return (
    <Banner
      tone="warning"
      live
      title={code === 'account_locked' ? <Trans>账号已暂时锁定</Trans> : <Trans>尝试太频繁</Trans>}
    >
      {secondsLeft > 0 ? (
        <Trans>请在 {left} 后再试。</Trans>
      ) : code === 'account_locked' ? (
        <Trans>请稍后再试，或联系主管解锁。</Trans>
      ) : (
        <Trans>现在可以再试一次。</Trans>
      )}
    </Banner>
  );
}
