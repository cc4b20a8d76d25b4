/**
 * Paying, from the choice of a method to the outcome: the one place where the wallet, the checkout and the chat's cards
 * ask for the payment password.
 *
 *   const [paying, setPaying] = useState<PayRequest | null>(null);
 *   <Button onClick={() => setPaying({ kind: 'attempt', paymentId })}>…</Button>
 *   <PayFlow request={paying} onClose={() => setPaying(null)} onOutcome={({ payment, topUp }) => …} />
 *
 * `request` (request.ts), null while nothing is being paid:
 *   1. a new payment: { kind: 'transfer' | 'purchase' | 'top_up' | 'withdrawal', … }
 *   2. another try at one that failed: { kind: 'attempt', paymentId, chooseMethod? }
 *   3. top up the shortfall and finish the same payment: { kind: 'top_up_and_pay', paymentId, topUpAmount, currency }
 * `method` is the one to begin with; without it, the first in the customer's order that can pay. They can always choose
 * another. A payment within the customer's limit for small ones is confirmed by a button, without the payment password.
 *
 * `onOutcome` is called when the server has decided; the sheet has closed by then (and `onClose` been called). Look at
 * `payment.status`: succeeded, processing, requires_action (send the customer to `payment.actionUrl`), or
 * requires_payment_method (it failed: `payment.failure`). Showing /payments/<id>/result is always right.
 * What stays in the sheet: a wrong or locked payment password, and an answer that never came. The latter is asked
 * about again only when the customer says so, under the same idempotency key.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { MethodReference } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { PaymentPasswordSheet } from '../../shared/ui/payment-password-sheet.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { returnPath } from '../app/return-path.ts';
import { meQuery, walletQuery } from '../me/queries.ts';
import { methodsQuery, paymentSettingsQuery } from '../methods/queries.ts';
import { paymentQuery } from '../payments/queries.ts';
import { IncidentNotice } from './incidents.tsx';
import { useStepUp } from '../step-up/step-up.tsx';
import { MethodPicker } from './method-picker.tsx';
import { methodName } from './method-name.ts';
import { choicesFor, firstChoice, referenceOf, sameMethod } from './methods.ts';
import { NoMethodSheet, NoPaymentPasswordSheet, UncertainSheet, WaitSheet } from './pay-notices.tsx';
import { fingerprint, type PayOutcome, type PayRequest } from './request.ts';
import { SmallPaymentSheet } from './small-payment-sheet.tsx';
import { confirmedOf, isSmall, subjectOf, titleOf } from './subject.ts';
import { usePayment } from './use-payment.ts';

export type { PayOutcome, PayRequest } from './request.ts';
export { usePayment } from './use-payment.ts';

export interface PayFlowProps {
  request: PayRequest | null;
  method?: MethodReference;
  onClose: () => void;
  onOutcome: (outcome: PayOutcome) => void;
}

export function PayFlow(props: PayFlowProps) {
  // The sheet still shows what it was about while it goes away.
  const [shown, setShown] = useState(props.request);
  if (props.request && props.request !== shown) setShown(props.request);
  if (!shown) return null;
  const { method } = props;
  const methodId = method && 'id' in method ? method.id : method?.type;
  return (
    <PaySheets
      key={`${fingerprint(shown)}|${methodId}`}
      {...props}
      request={shown}
      open={props.request !== null}
    />
  );
}

function PaySheets(props: PayFlowProps & { request: PayRequest; open: boolean }) {
  const { request, open, onClose, onOutcome } = props;
  const { i18n } = useLingui();
  const localized = useLocalized();
  const navigate = useNavigate();
  const control = usePayment(request);
  const { asking } = useStepUp();
  const [chosen, setChosen] = useState(props.method);
  const [choosing, setChoosing] = useState(request.kind === 'attempt' && request.chooseMethod === true);

  const paymentId = 'paymentId' in request ? request.paymentId : '';
  const me = useQuery({ ...meQuery, enabled: open });
  const wallet = useQuery({ ...walletQuery, enabled: open });
  const stored = useQuery({ ...methodsQuery, enabled: open });
  const settings = useQuery({ ...paymentSettingsQuery, enabled: open });
  const existing = useQuery({ ...paymentQuery(paymentId), enabled: open && paymentId !== '' });
  const needed = paymentId ? [me, wallet, stored, settings, existing] : [me, wallet, stored, settings];
  const failed = needed.find((query) => query.isError && query.data === undefined);
  const subject = subjectOf(request, existing.data, localized);

  if (failed || !me.data || !wallet.data || !stored.data || !settings.data || !subject) {
    const retry = () => needed.forEach((query) => void (query.isError && query.refetch()));
    return <WaitSheet open={open} onClose={onClose} failed={failed !== undefined} onRetry={retry} />;
  }

  const balance = wallet.data.balances.find(({ currency }) => currency === subject.currency);
  const choices = choicesFor(
    subject.fundedAs,
    subject.amount,
    balance?.available ?? '0',
    stored.data,
    request.kind === 'attempt' ? existing.data : undefined,
    settings.data.balanceFirst,
  );
  const current =
    choices.find((choice) => chosen && sameMethod(chosen, referenceOf(choice))) ?? firstChoice(choices);
  const returnTo = returnPath();
  const leaveFor = (to: string) => {
    onClose();
    void navigate({ to, search: { returnTo } });
  };

  const deliver = (outcome: PayOutcome | undefined) => {
    if (!outcome) return;
    onClose();
    onOutcome(outcome);
  };

  if (!me.data.hasPaymentPassword) {
    const onSet = () => leaveFor('/me/payment-password');
    return <NoPaymentPasswordSheet open={open} onClose={onClose} onSet={onSet} />;
  }
  if (!current) {
    const isBank = subject.fundedAs === 'withdrawal';
    const onAdd = () => leaveFor(isBank ? '/methods/new-account' : '/methods/new-card');
    return <NoMethodSheet open={open} onClose={onClose} onAdd={onAdd} bankOnly={isBank} />;
  }

  const { refusal } = control;
  const confirmed = confirmedOf(request, existing.data, localized);
  const submit = async (paymentPassword?: string) =>
    deliver(await control.submit({ method: referenceOf(current), paymentPassword, confirmed }));
  // A refusal, that it is needed after all among them, is put right on the keypad.
  const withoutPassword = isSmall(subject, settings.data) && !refusal;
  const shows = open && !choosing && !control.uncertain && !asking;
  const method = (
    <button
      type="button"
      onClick={() => setChoosing(true)}
      className="inline-flex min-h-target items-center gap-1 rounded-button px-3 text-label hover:bg-pressed"
    >
      {methodName(current.type === 'balance' ? { type: 'balance' } : current.method, localized)}
      <span className="sr-only">
        <Trans>更换</Trans>
      </span>
      <ChevronDown aria-hidden="true" className="size-4" />
    </button>
  );
  const notice = (
    <IncidentNotice
      kind={subject.fundedAs}
      type={current.type === 'balance' ? 'balance' : current.method.type}
      className="mt-3 text-left"
    />
  );
  return (
    <>
      <SmallPaymentSheet
        open={shows && withoutPassword}
        onClose={asking ? () => undefined : onClose}
        title={titleOf(subject.kind)}
        payee={subject.line(i18n.locale)}
        amount={subject.amount}
        currency={subject.currency}
        method={method}
        notice={notice}
        onConfirm={() => submit()}
      />
      <PaymentPasswordSheet
        open={shows && !withoutPassword}
        onOpenChange={(next) => !next && !asking && onClose()}
        title={titleOf(subject.kind)}
        payee={subject.line(i18n.locale)}
        amount={subject.amount}
        currency={subject.currency}
        method={method}
        notice={notice}
        onSubmit={submit}
        error={
          refusal && (
            <>
              {refusal.code === 'payment_password_required' ? undefined : refusal.code ===
                'idempotency_key_reused' ? (
                <Trans>上一次的请求已经收到，请到账单里看结果，不要重复付款。</Trans>
              ) : (
                refusal.message
              )}
              {refusal.retryAt && (
                <span className="block">
                  <Trans>
                    <Time inSentence value={refusal.retryAt} /> 后可以再试
                  </Trans>
                </span>
              )}
            </>
          )
        }
        triesLeft={refusal?.triesLeft}
        onForgot={() => leaveFor('/me/payment-password')}
      />
      <MethodPicker
        open={open && choosing}
        choices={choices}
        current={current}
        currency={subject.currency}
        onChoose={(choice) => {
          setChosen(referenceOf(choice));
          setChoosing(false);
          control.reset();
        }}
        onClose={() => setChoosing(false)}
        onAdd={() =>
          leaveFor(subject.fundedAs === 'withdrawal' ? '/methods/new-account' : '/methods/new-card')
        }
      />
      <UncertainSheet
        open={open && control.uncertain}
        onClose={onClose}
        onAskAgain={async () => deliver(await control.askAgain())}
        onBills={() => {
          onClose();
          void navigate({ to: '/bills' });
        }}
      />
    </>
  );
}
