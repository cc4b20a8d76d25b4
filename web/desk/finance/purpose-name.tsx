import { Trans } from '@lingui/react/macro';

/** What an account of the ledger is for, in words; one that is not known here by its own name. */
export function PurposeName({ purpose }: { purpose: string }) {
  const [kind = purpose, of = ''] = purpose.split(':');
  if (kind === 'wallet') return <Trans>客户余额</Trans>;
  if (kind === 'merchant') return <Trans>商户余额</Trans>;
  if (kind === 'clearing') return <Trans>通道待清算：{of}</Trans>;
  if (kind === 'fees') return <Trans>通道手续费：{of}</Trans>;
  if (kind === 'suspense') return <Trans>挂账</Trans>;
  if (kind === 'goodwill') return <Trans>补偿支出</Trans>;
  if (kind === 'dispute_cover') return <Trans>争议垫付</Trans>;
  if (purpose === 'receivable:payouts') return <Trans>应收：多付的提现</Trans>;
  if (kind === 'exchange') return <Trans>外汇头寸</Trans>;
  return purpose;
}
