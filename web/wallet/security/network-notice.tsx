import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { confirmNetwork } from '../../../contract/security.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { meQuery } from '../me/queries.ts';
import { useChange } from './use-change.ts';

/** On a network the account was never used on: what that means, and the way to say that it is one's own. */
export function NetworkNotice() {
  const { t } = useLingui();
  const me = useQuery(meQuery);
  const confirm = useChange((_: undefined, stepUpId) => call(confirmNetwork, { stepUpId }), {
    said: t`已记住这个网络`,
  });
  if (me.data?.caution !== 'new_network') return null;
  return (
    <Banner
      tone="warning"
      title={<Trans>没有用过的网络</Trans>}
      action={
        <Button
          variant="quiet"
          size="small"
          loading={confirm.isPending}
          onClick={() => confirm.mutate(undefined)}
        >
          <Trans>是我的网络</Trans>
        </Button>
      }
    >
      <Trans>如果是公共 Wi-Fi，请换成移动网络再付款。在这里转出资金会再确认一次是您本人。</Trans>
    </Banner>
  );
}
