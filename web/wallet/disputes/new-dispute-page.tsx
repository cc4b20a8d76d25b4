import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Snowflake } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type DisputeReason, openDispute } from '../../../contract/disputes.ts';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { call, isUncertain } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { List } from '../../shared/ui/list.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useParam } from '../app/address.ts';
import { RowLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { PaymentScreen } from '../payments/payment-screen.tsx';
import { paymentTitle } from '../payments/words.ts';
import { disputeQuery } from './queries.ts';
import { REASONS, reasonName } from './words.ts';

/** 'I don't recognise this': the reason, what happened, and what follows from sending it. */
export function NewDisputePage() {
  const { t } = useLingui();
  const id = useParam('id');
  return (
    <PaymentScreen id={id} title={t`申请争议`} name="new_dispute" up={`/payments/${id}`}>
      {(payment) => <NewDispute payment={payment} />}
    </PaymentScreen>
  );
}

function NewDispute({ payment }: { payment: PaymentDetail }) {
  const { t, i18n } = useLingui();
  const localized = useLocalized();
  const router = useRouter();
  const client = useQueryClient();
  const [reason, setReason] = useState<DisputeReason>('unrecognized');
  const [description, setDescription] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [missing, setMissing] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      call(openDispute, {
        params: { id: payment.id },
        body: { reason, description: description.trim() },
        idempotencyKey: key,
      }),
    onSuccess: async (dispute) => {
      client.setQueryData(disputeQuery(dispute.id).queryKey, dispute);
      void client.invalidateQueries({ queryKey: ['payments'] });
      await router.navigate({ to: '/disputes/$id', params: { id: dispute.id }, replace: true });
    },
    onError: (error) => {
      // Whether it arrived is not known: the same request must keep its key.
      if (!isUncertain(error)) setKey(crypto.randomUUID());
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const isMissing = description.trim() === '';
    setMissing(isMissing);
    if (!isMissing) send.mutate();
  }
  const left = (BigInt(payment.amount) - BigInt(payment.refundedAmount ?? 0)).toString();
  const toMerchant = payment.kind === 'purchase';
  return (
    <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
      <Card className="flex items-center justify-between gap-4 lg:p-6">
        <div className="min-w-0">
          <p className="line-clamp-2 font-medium">{paymentTitle(payment, localized)}</p>
          <p className="text-caption text-muted">
            <Time value={payment.createdAt} format="exact" />
          </p>
        </div>
        <p className="shrink-0 font-semibold text-title">
          <Amount value={left} currency={payment.currency} />
        </p>
      </Card>
      <Card className="flex flex-col gap-4 lg:p-6">
        <Select
          label={t`怎么回事`}
          value={reason}
          onChange={(event) => setReason(event.target.value as DisputeReason)}
          options={REASONS.map((value) => ({ value, label: reasonName(value) }))}
        />
        <TextArea
          label={t`说说经过`}
          hint={t`什么时候发现的、和商户沟通过没有。提交后还可以补充文字、图片和 PDF。`}
          rows={4}
          maxLength={2000}
          value={description}
          error={missing ? t`请写几句经过，审核时要看` : undefined}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Card>
      {(reason === 'unrecognized' || reason === 'fraudulent') && (
        <Card flush>
          <List>
            <RowLink
              to="/me/freeze"
              leading={<Snowflake aria-hidden="true" />}
              title={<Trans>担心账户被盗？先冻结账户</Trans>}
              detail={<Trans>冻结后谁也付不出钱</Trans>}
            />
          </List>
        </Card>
      )}
      <Banner tone="info" title={<Trans>提交后会怎样</Trans>}>
        {toMerchant ? (
          <Trans>
            我们会马上从商户那里留住这笔钱，请商户在 7 天内答复，最迟 30
            天给您结果。支持您的话，钱会退回原付款方式。
          </Trans>
        ) : (
          <Trans>我们会马上开始核实，最迟 30 天给您结果。支持您的话，钱会退到您的账户余额。</Trans>
        )}
      </Banner>
      {send.error && (
        <Banner tone="danger" live>
          {problemText(send.error, i18n.locale)}
        </Banner>
      )}
      <Button type="submit" wide loading={send.isPending}>
        <Trans>提交争议</Trans>
      </Button>
    </form>
  );
}
