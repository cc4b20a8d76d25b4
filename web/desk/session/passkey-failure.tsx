import { Trans } from '@lingui/react/macro';
import { Banner } from '../../shared/ui/banner.tsx';

/** The browser's own question was closed, or there was no passkey for it. */
export function PasskeyFailure() {
  return (
    <Banner tone="danger" live>
      <Trans>没有用上通行密钥，可以再试一次或换一种方式。</Trans>
    </Banner>
  );
}
