import { Trans } from '@lingui/react/macro';
import { PageHeader } from '../../shared/ui/page-header.tsx';

/** The first screen. */
export function HomePage() {
  return <PageHeader title={<Trans>客服工作台</Trans>} />;
}
