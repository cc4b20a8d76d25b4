import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { replayDeskWebhook, type WebhookDelivery } from '../../../contract/webhooks.ts';
import { call } from '../../shared/api.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { may, useStaff } from '../session/session.ts';
import { webhooksQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** Where a merchant is told, what it was told lately, and telling it again. */
export function MerchantWebhooks({ merchantId }: { merchantId: string }) {
  const manages = may(useStaff(), 'merchant.manage');
  const webhooks = useQuery(webhooksQuery(merchantId));
  if (webhooks.data === undefined) return <SkeletonList rows={2} />;
  const { endpoints, deliveries } = webhooks.data;
  if (endpoints.length === 0)
    return (
      <p className="text-label text-muted">
        <Trans>商户还没有设置接收地址。</Trans>
      </p>
    );
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-1">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id} className="flex flex-wrap items-center gap-2">
            <span className="break-all font-mono text-label">{endpoint.url}</span>
            {endpoint.status === 'enabled' ? (
              <Badge tone="success">
                <Trans>启用</Trans>
              </Badge>
            ) : (
              <Badge>
                <Trans>停用</Trans>
              </Badge>
            )}
          </li>
        ))}
      </ul>
      <ul className="divide-y divide-line border-line border-t">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex items-center justify-between gap-3 py-2">
            <div className="min-w-0">
              <p className="font-mono text-label">{delivery.type}</p>
              <p className="text-caption text-muted">
                <Time value={delivery.createdAt} /> · <Trans>尝试 {delivery.tries} 次</Trans>
                {delivery.nextTryAt && (
                  <>
                    {' · '}
                    <Trans>
                      下次 <Time inSentence value={delivery.nextTryAt} />
                    </Trans>
                  </>
                )}
              </p>
            </div>
            <div className="flex shrink-0 items-center gap-2">
              <DeliveryState status={delivery.status} />
              {manages && delivery.status !== 'pending' && (
                <Replay merchantId={merchantId} deliveryId={delivery.id} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function DeliveryState({ status }: { status: WebhookDelivery['status'] }) {
  if (status === 'delivered')
    return (
      <Badge tone="success">
        <Trans>已送达</Trans>
      </Badge>
    );
  if (status === 'failed')
    return (
      <Badge tone="danger">
        <Trans>未送达</Trans>
      </Badge>
    );
  return (
    <Badge tone="warning">
      <Trans>待送达</Trans>
    </Badge>
  );
}

function Replay({ merchantId, deliveryId }: { merchantId: string; deliveryId: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => call(replayDeskWebhook, { params: { id: merchantId, deliveryId } }),
    onSuccess: () => toast(t`已重新发送`, { tone: 'success' }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery(merchantId).queryKey }),
  });
  return (
    <Button size="small" variant="quiet" loading={replay.isPending} onClick={() => replay.mutate()}>
      <Trans>重发</Trans>
    </Button>
  );
}
