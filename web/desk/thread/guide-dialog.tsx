import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sendGuide } from '../../../contract/guides.ts';
import type { Payment } from '../../../contract/payments.ts';
import type { DeskDetail } from '../../../contract/support.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatMoment } from '../../shared/time.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { STATUS_NAMES } from '../context/payment-words.ts';
import { applyRun } from '../inbox/live-updates.ts';
import { guideRunsQuery, guidesQuery } from '../inbox/queries.ts';

/** Leads to where the customer already is. */
const TALK_TO_A_PERSON = 'talk-to-a-person';

export interface GuideDialogProps {
  detail: DeskDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSent: () => void;
}

/** Sends the customer a guide about one of their payments, as a card in the chat. */
export function GuideDialog({ detail, open, onOpenChange, onSent }: GuideDialogProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  const queryClient = useQueryClient();
  const guides = useQuery({ ...guidesQuery, enabled: open });
  const [picked, setPicked] = useState<string>();
  const [paymentId, setPaymentId] = useState(detail.subjectPayment?.id ?? '');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const offered = guides.data?.guides.filter(
    ({ id, title, summary }) =>
      id !== TALK_TO_A_PERSON &&
      [id, title.zh, title.en, summary.zh, summary.en].some((text) => text.toLowerCase().includes(wanted)),
  );
  const guide = offered?.find(({ id }) => id === picked)?.id ?? offered?.[0]?.id;
  const conversationId = detail.conversation.id;
  const sending = useMutation({
    mutationFn: (guideId: string) =>
      call(sendGuide, {
        params: { id: conversationId },
        body: { guide: guideId, subject: paymentId ? { paymentId } : {} },
      }),
    onSuccess: (run) => {
      applyRun(queryClient, conversationId, run);
      void queryClient.invalidateQueries({ queryKey: guideRunsQuery(conversationId).queryKey });
      onOpenChange(false);
      onSent();
      toast(t`引导已发送，每一步都会实时显示`, { tone: 'success' });
    },
  });
  const options = usePaymentOptions(detail);

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<Trans>发送引导</Trans>}
      description={<Trans>客户会在聊天里看到卡片，在自己的钱包里操作；您看得到每一步，看不到密码。</Trans>}
      className="md:max-w-lg"
      footer={
        <Button
          disabled={guide === undefined}
          loading={sending.isPending}
          onClick={() => guide && sending.mutate(guide)}
        >
          <Trans>发送给客户</Trans>
        </Button>
      }
    >
      {guides.isError ? (
        <ErrorState onRetry={() => void guides.refetch()} retrying={guides.isFetching} />
      ) : offered === undefined ? (
        <SkeletonList rows={2} />
      ) : (
        <>
          <TextField
            type="search"
            label={<Trans>找引导</Trans>}
            hideLabel
            placeholder={t`找引导`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="mb-2"
          />
          <fieldset className="flex max-h-[40dvh] flex-col gap-2 overflow-y-auto p-0.5">
            <legend className="sr-only">
              <Trans>引导</Trans>
            </legend>
            {offered.length === 0 && (
              <p className="py-4 text-center text-label text-muted">
                <Trans>没有这样的引导</Trans>
              </p>
            )}
            {offered.map((choice) => (
              <label
                key={choice.id}
                className="block rounded-control border border-line px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus"
              >
                <input
                  type="radio"
                  name="guide"
                  className="sr-only"
                  checked={guide === choice.id}
                  onChange={() => setPicked(choice.id)}
                />
                <span className="block font-medium text-control">{localized(choice.title)}</span>
                <span className="block text-caption text-muted">{localized(choice.summary)}</span>
              </label>
            ))}
          </fieldset>
        </>
      )}
      <Select
        label={<Trans>关于哪笔付款</Trans>}
        value={paymentId}
        onChange={(event) => setPaymentId(event.target.value)}
        placeholder={t`不指定，让引导来找`}
        options={options}
        className="mt-4"
      />
      {sending.isError && (
        <Banner tone="danger" live className="mt-3">
          {sending.error instanceof ApiProblem ? (
            sending.error.message
          ) : (
            <Trans>没有连上服务器，不确定是否已发送。请先看看会话里有没有新卡片，再决定要不要重发。</Trans>
          )}
        </Banner>
      )}
    </Dialog>
  );
}

/** The payment the conversation is about first, then the recent ones. */
export function usePaymentOptions({ subjectPayment, recentPayments }: DeskDetail) {
  const { t, i18n } = useLingui();
  const localized = useLocalized();
  const [now] = useState(Date.now);
  const payments: Payment[] = [
    ...(subjectPayment ? [subjectPayment] : []),
    ...recentPayments.filter(({ id, direction }) => id !== subjectPayment?.id && direction === 'out'),
  ];
  return payments.map((payment) => {
    const money = formatMoney(payment.amount, payment.currency, { locale: i18n.locale });
    const moment = formatMoment(Date.parse(payment.createdAt), i18n.locale, now);
    return {
      value: payment.id,
      label: `${localized(payment.counterparty.name)} ${money} · ${t(STATUS_NAMES[payment.status])} · ${moment}`,
    };
  });
}
