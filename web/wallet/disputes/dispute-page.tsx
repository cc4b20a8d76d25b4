import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleX, FileDown, ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { type Dispute, withdrawDispute } from '../../../contract/disputes.ts';
import { call, isNothingThere } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListAnchor, ListItem } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Steps, type StepsProps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useParam } from '../app/address.ts';
import { RowLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { EvidenceCard } from './evidence.tsx';
import { disputeQuery, isOpen } from './queries.ts';
import { disputeStatusName, disputeTone, reasonName } from './words.ts';

/** A dispute: how far it is, what was said and shown, and the pack for the bank or the police. */
export function DisputePage() {
  const { t } = useLingui();
  const id = useParam('id');
  const dispute = useQuery(disputeQuery(id));
  const missing = isNothingThere(dispute.error);
  return (
    <Screen title={t`争议进度`} name="dispute" paymentId={dispute.data?.paymentId} up="/bills">
      {dispute.data ? (
        <Shown dispute={dispute.data} />
      ) : dispute.isPending ? (
        <Card flush>
          <SkeletonList rows={4} />
        </Card>
      ) : (
        <Card>
          <ErrorState
            title={missing ? <Trans>没有这个争议</Trans> : undefined}
            detail={missing ? <Trans>它不存在，或者不是您的。</Trans> : undefined}
            onRetry={missing ? undefined : () => void dispute.refetch()}
            retrying={dispute.isFetching}
          />
        </Card>
      )}
    </Screen>
  );
}

function Shown({ dispute }: { dispute: Dispute }) {
  const { i18n } = useLingui();
  const localized = useLocalized();
  const { id, status, amount, currency, counterparty, reason, description, paymentId } = dispute;
  const language = i18n.locale === 'en' ? 'en' : 'zh';
  return (
    <div className="flex flex-col gap-3">
      <Card className="flex flex-col gap-1 lg:p-6">
        <p className="flex items-center justify-between gap-3">
          <span className="min-w-0 truncate text-label text-muted">{localized(counterparty)}</span>
          <Badge tone={disputeTone(status)}>{disputeStatusName(status)}</Badge>
        </p>
        <p className="font-semibold text-display">
          <Amount value={amount} currency={currency} />
        </p>
        <p className="mt-1 font-medium">{reasonName(reason)}</p>
        <p className="whitespace-pre-line text-label text-muted">{description}</p>
      </Card>
      <Card title={<Trans>进度</Trans>} className="lg:p-6">
        <Steps steps={stepsOf(dispute)} />
      </Card>
      <EvidenceCard dispute={dispute} />
      <Card flush>
        <List>
          <ListAnchor
            href={`/api/disputes/${id}/evidence-pack?language=${language}`}
            download
            leading={<FileDown aria-hidden="true" />}
            title={<Trans>下载证据材料 PDF</Trans>}
            detail={<Trans>交易记录、检查经过和双方材料，可交给银行或报警使用</Trans>}
          />
          <RowLink
            to="/payments/$id"
            params={{ id: paymentId }}
            leading={<ReceiptText aria-hidden="true" />}
            title={<Trans>看这笔账单</Trans>}
          />
          {isOpen(dispute) && <Withdraw id={id} />}
        </List>
      </Card>
    </div>
  );
}

function stepsOf(dispute: Dispute): StepsProps['steps'] {
  const { status, openedAt, respondBy, respondedAt, decideBy, closedAt, decisionReason } = dispute;
  const open = isOpen(dispute);
  const asksMerchant = respondBy !== undefined;
  const steps: StepsProps['steps'] = [
    {
      state: 'done',
      title: <Trans>已提交，钱已留住</Trans>,
      detail: asksMerchant ? (
        <Trans>这笔钱已经冻结，商户动不了它。</Trans>
      ) : (
        <Trans>UPay 已为这笔钱预留赔付。</Trans>
      ),
      aside: <Time value={openedAt} />,
    },
  ];
  if (asksMerchant)
    steps.push(
      status === 'needs_response'
        ? {
            state: 'current',
            title: <Trans>等待商户答复</Trans>,
            detail: (
              <Trans>
                最迟 <Time inSentence value={respondBy} />
                ，不答复也会进入审核。
              </Trans>
            ),
          }
        : {
            state: respondedAt === undefined ? 'skipped' : 'done',
            title: respondedAt === undefined ? <Trans>商户没有答辩</Trans> : <Trans>商户已答复</Trans>,
            aside: respondedAt && <Time value={respondedAt} />,
          },
    );
  steps.push(
    open
      ? {
          state: status === 'under_review' ? 'current' : 'waiting',
          title: <Trans>UPay 审核</Trans>,
          detail: (
            <Trans>
              由两位客服共同决定，最迟 <Time inSentence value={decideBy} />。
            </Trans>
          ),
        }
      : {
          state: status === 'won' ? 'failed' : status === 'withdrawn' ? 'skipped' : 'done',
          title: disputeStatusName(status),
          detail:
            decisionReason ??
            (status === 'lost' ? (
              <Trans>商户同意退款。</Trans>
            ) : status === 'withdrawn' ? (
              <Trans>您撤回了争议，冻结已解除。</Trans>
            ) : undefined),
          aside: closedAt && <Time value={closedAt} />,
        },
  );
  return steps;
}

function Withdraw({ id }: { id: string }) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const withdraw = useMutation({
    mutationFn: () => call(withdrawDispute, { params: { id } }),
    onSuccess: (dispute) => {
      setAsking(false);
      client.setQueryData(disputeQuery(id).queryKey, dispute);
      void client.invalidateQueries({ queryKey: ['payments'] });
    },
  });
  return (
    <>
      <ListItem
        leading={<CircleX aria-hidden="true" />}
        title={<Trans>撤回争议</Trans>}
        onClick={() => {
          withdraw.reset();
          setAsking(true);
        }}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        dismissible={!withdraw.isPending}
        title={<Trans>撤回这个争议？</Trans>}
        description={<Trans>冻结的钱会还给商户。180 天内还可以重新申请。</Trans>}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(false)} disabled={withdraw.isPending}>
              <Trans>先不撤回</Trans>
            </Button>
            <Button variant="danger" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
              <Trans>撤回</Trans>
            </Button>
          </>
        }
      >
        {withdraw.error && (
          <Banner tone="danger" live>
            {problemText(withdraw.error, i18n.locale)}
          </Banner>
        )}
      </Dialog>
    </>
  );
}
