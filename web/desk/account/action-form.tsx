import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, CircleDashed } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  type ActionOffer,
  type listAccountActions,
  proposeAccountAction,
} from '../../../contract/account-actions.ts';
import type { ResultOf } from '../../../contract/route.ts';
import type { DeskDetail } from '../../../contract/support.ts';
import { askForVerification, purposeNames } from '../../../contract/verifications.ts';
import { call } from '../../shared/api.ts';
import { wayToProve } from '../../shared/chat/request-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { usePaymentOptions } from '../thread/guide-dialog.tsx';
import { accountActionsQuery } from './queries.ts';
import { problemText } from '../problem.ts';

export interface ActionFormProps {
  detail: DeskDetail;
  known: ResultOf<typeof listAccountActions>;
}

const SHORTEST_REASON = 4;

/** What to do with the account, and what it needs first: the customer's proof, then their consent, then a colleague. */
export function ActionForm({ detail, known }: ActionFormProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  const [kind, setKind] = useState('');
  const offer = known.offers.find((one) => one.kind === kind);
  return (
    <section className="mt-2 flex flex-col gap-3">
      <Select
        label={<Trans>为客户办理</Trans>}
        placeholder={t`选择要办的事`}
        value={kind}
        onChange={(event) => setKind(event.target.value)}
        options={known.offers.map((one) => ({ value: one.kind, label: localized(purposeNames[one.kind]) }))}
      />
      {known.frozen && (
        <Banner>
          <Trans>
            账户已挂失，客户在哪里都登录不了。请客户打开登录页的“找回与挂失”：解除挂失的验证和同意都在那里做，客户也能在那里证明后自己解除。
          </Trans>
        </Banner>
      )}
      {offer && <Chosen key={kind} offer={offer} detail={detail} known={known} onDone={() => setKind('')} />}
    </section>
  );
}

function Chosen(props: ActionFormProps & { offer: ActionOffer; onDone: () => void }) {
  const { offer, detail, known, onDone } = props;
  const { kind, level, takes } = offer;
  const { t } = useLingui();
  const client = useQueryClient();
  const id = detail.conversation.id;
  const payments = usePaymentOptions(detail);
  const [paymentId, setPaymentId] = useState(detail.subjectPayment?.id ?? '');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const refresh = () => client.invalidateQueries({ queryKey: accountActionsQuery(id).queryKey });

  const proof = known.verifications.find(({ purpose, state }) => purpose === kind && state !== 'over');
  const proven = level === 0 || proof?.state === 'proven';
  const ask = useMutation({
    mutationFn: () => call(askForVerification, { params: { id }, body: { purpose: kind } }),
    onSuccess: () => toast(t`已请客户验证`, { tone: 'success' }),
    onSettled: refresh,
  });
  const propose = useMutation({
    mutationFn: () =>
      call(proposeAccountAction, {
        params: { id },
        body: {
          kind,
          reason: reason.trim(),
          ...(needsPayment ? { paymentId } : {}),
          ...(needsAmount ? { amount } : {}),
        },
      }),
    onSuccess: () => {
      toast(offer.consent ? t`已请客户同意` : t`已提交`, { tone: 'success' });
      onDone();
    },
    onSettled: refresh,
  });
  const needsPayment = takes === 'payment' || takes === 'payment_amount';
  const needsAmount = takes !== 'nothing' && takes !== 'payment';
  const ready =
    reason.trim().length >= SHORTEST_REASON &&
    (!needsPayment || paymentId !== '') &&
    (!needsAmount || amount !== '');
  const error = propose.error ?? ask.error;

  return (
    <form
      className="flex flex-col gap-3 rounded-control bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (proven && ready) propose.mutate();
      }}
    >
      <Needs offer={offer} proven={proven} waiting={proof?.state === 'asked'} />
      {!proven ? (
        <Button loading={ask.isPending} disabled={proof !== undefined} onClick={() => ask.mutate()}>
          {proof ? <Trans>等客户验证…</Trans> : <Trans>请客户验证身份</Trans>}
        </Button>
      ) : (
        <>
          {needsPayment && (
            <Select
              label={<Trans>哪笔付款</Trans>}
              placeholder={t`选择付款`}
              value={paymentId}
              onChange={(event) => setPaymentId(event.target.value)}
              options={payments}
            />
          )}
          {needsAmount && (
            <AmountField
              label={takes === 'limit' ? <Trans>每日限额改为</Trans> : <Trans>金额</Trans>}
              hint={
                takes === 'limit' && (
                  <Trans>
                    现在是 <Amount value={known.dailyLimit} currency="CNY" />
                  </Trans>
                )
              }
              value={amount}
              onChange={setAmount}
            />
          )}
          <TextField
            label={<Trans>理由</Trans>}
            hint={<Trans>至少四个字，批准的同事会看到。</Trans>}
            maxLength={200}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="submit" loading={propose.isPending} disabled={!ready}>
            {offer.consent ? <Trans>请客户同意</Trans> : <Trans>提交</Trans>}
          </Button>
        </>
      )}
      {error && (
        <Banner tone="danger" live>
          {problemText(error)}
        </Banner>
      )}
    </form>
  );
}

/** The steps of this action, as the server will demand them. */
function Needs(props: { offer: ActionOffer; proven: boolean; waiting: boolean }) {
  const { kind, level, consent, approval } = props.offer;
  const { t } = useLingui();
  return (
    <ol className="flex flex-col gap-1 text-label">
      {level > 0 && (
        <Need done={props.proven}>
          <Trans>
            客户验证身份（{level} 级：{t(wayToProve(kind, level as 1 | 2 | 3))}）
          </Trans>
        </Need>
      )}
      {consent && (
        <Need>
          {kind === 'unfreeze' ? <Trans>客户在“找回与挂失”里同意</Trans> : <Trans>客户在聊天里同意</Trans>}
        </Need>
      )}
      {approval && (
        <Need>
          <Trans>另一位同事批准</Trans>
        </Need>
      )}
      {level === 0 && (
        <Need>
          <Trans>只发到客户绑定的手机和邮箱</Trans>
        </Need>
      )}
    </ol>
  );
}

function Need({ done = false, children }: { done?: boolean; children: ReactNode }) {
  const Icon = done ? Check : CircleDashed;
  return (
    <li className="flex items-start gap-2">
      <Icon
        aria-hidden="true"
        className={done ? 'mt-0.5 size-4 shrink-0 text-success-ink' : 'mt-0.5 size-4 shrink-0 text-muted'}
      />
      <span>{children}</span>
      {done && (
        <span className="sr-only">
          <Trans>已完成</Trans>
        </span>
      )}
    </li>
  );
}
