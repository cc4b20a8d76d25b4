import { Trans } from '@lingui/react/macro';
import { ApiProblem } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { LockedBanner } from './locked-banner.tsx';

/** Why somebody is not let in; what belongs to one field stands there instead. */
export function LoginFailure({ error }: { error: unknown }) {
  if (!(error instanceof ApiProblem)) {
    return (
      <Banner tone="danger" live title={<Trans>没有连上服务器</Trans>}>
        <Trans>请检查网络，再登录一次。</Trans>
      </Banner>
    );
  }
  const { code, problem } = error;
  if (code === 'account_locked' || code === 'too_many_requests') {
    return <LockedBanner code={code} until={problem.retryAt} />;
  }
  if (code === 'wrong_credentials') {
    return (
      <Banner tone="danger" live title={<Trans>邮箱或密码不正确</Trans>}>
        <Trans>连续输错会暂时锁定账号。</Trans>
      </Banner>
    );
  }
  return (
    <Banner tone="danger" live>
      {error.message}
    </Banner>
  );
}
