import { Trans } from '@lingui/react/macro';
import type { ResultOf } from '../../../contract/route.ts';
import type { getWallet } from '../../../contract/payments.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { ButtonLink } from '../app/links.tsx';

export interface HeldSheetProps {
  balance: ResultOf<typeof getWallet>['balances'][number];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What money on hold is, and where to see what it waits for. */
export function HeldSheet({ balance: main, open, onOpenChange }: HeldSheetProps) {
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={<Trans>处理中的钱</Trans>}
      description={
        <Trans>
          有付款或提现还在等银行的结果，这部分钱先为它留着。成功后付出，没有成功就回到可用余额，不会丢失。
        </Trans>
      }
      footer={
        <ButtonLink to="/bills" search={{ status: 'processing' }} variant="secondary">
          <Trans>看看是哪几笔</Trans>
        </ButtonLink>
      }
    >
      <Facts
        facts={[
          {
            label: <Trans>可用</Trans>,
            value: <Amount value={main.available} currency={main.currency} />,
          },
          { label: <Trans>处理中</Trans>, value: <Amount value={main.held} currency={main.currency} /> },
          { label: <Trans>合计</Trans>, value: <Amount value={main.total} currency={main.currency} /> },
        ]}
      />
    </Sheet>
  );
}
