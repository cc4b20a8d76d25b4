import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Store } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { createMerchant, type DeskMerchant } from '../../../contract/merchants.ts';
import { call } from '../../shared/api.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Tabs } from '../../shared/ui/tabs.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { Keys } from './keys.tsx';
import { merchantsQuery } from './queries.ts';
import { MerchantWebhooks } from './webhooks.tsx';
import { toastProblem } from '../problem.ts';

/** Merchants: what they have, their keys, and what they were told. */
export function MerchantsPage() {
  const { t } = useLingui();
  const staff = useStaff();
  const list = useQuery(merchantsQuery);
  return (
    <RoomPage
      title={<Trans>商户</Trans>}
      name={t`商户`}
      detail={<Trans>商户凭密钥使用公开接口收款、退款和提现。密钥只在生成时显示一次。</Trans>}
    >
      {may(staff, 'merchant.manage') && <NewMerchant />}
      {list.isPending && <SkeletonList rows={3} />}
      {list.isError && (
        <ErrorState
          title={<Trans>商户没有加载出来</Trans>}
          onRetry={() => void list.refetch()}
          retrying={list.isFetching}
        />
      )}
      {list.data?.length === 0 && <EmptyState icon={<Store />} title={<Trans>还没有商户</Trans>} />}
      <ul className="flex flex-col gap-3">
        {list.data?.map((merchant) => (
          <li key={merchant.id}>
            <MerchantCard merchant={merchant} />
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}

function MerchantCard({ merchant }: { merchant: DeskMerchant }) {
  const { t } = useLingui();
  const [tab, setTab] = useState<'keys' | 'webhooks'>('keys');
  const [open, setOpen] = useState(false);
  return (
    <Card
      title={merchant.name}
      action={
        <Button variant="quiet" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <Trans>收起</Trans> : <Trans>密钥和通知</Trans>}
        </Button>
      }
    >
      <p className="flex flex-wrap gap-x-4 text-label text-muted">
        {merchant.balances.map(({ currency, available, held }) => (
          <span key={currency}>
            <Trans>
              可用 <Amount value={available} currency={currency} />
              ，冻结 <Amount value={held} currency={currency} />
            </Trans>
          </span>
        ))}
      </p>
      {open && (
        <Tabs
          label={t`显示`}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'keys', label: <Trans>API 密钥</Trans> },
            { value: 'webhooks', label: <Trans>Webhook</Trans> },
          ]}
        >
          <div className="pt-3">
            {tab === 'keys' ? (
              <Keys merchantId={merchant.id} />
            ) : (
              <MerchantWebhooks merchantId={merchant.id} />
            )}
          </div>
        </Tabs>
      )}
    </Card>
  );
}

function NewMerchant() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => call(createMerchant, { body: { name: name.trim() } }),
    onSuccess: () => {
      setOpen(false);
      setName('');
      return client.invalidateQueries({ queryKey: ['merchants'] });
    },
    onError: toastProblem,
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '') create.mutate();
  }
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        className="mb-4"
        icon={<Plus aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        <Trans>新商户</Trans>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={<Trans>新商户</Trans>}>
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label={t`名称`}
            hint={t`客户付款时看到的名字`}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" wide loading={create.isPending} disabled={name.trim() === ''}>
            <Trans>建立商户</Trans>
          </Button>
        </form>
      </Dialog>
    </>
  );
}
