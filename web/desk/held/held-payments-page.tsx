import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { type HeldPayment, proposeHeldPaymentDecision } from '../../../contract/held-payments.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { KIND_NAMES } from '../context/payment-words.ts';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { heldPaymentsQuery } from './queries.ts';
import { ruleWords } from './rule-words.ts';
import { problemText } from '../problem.ts';

type Decision = 'release' | 'refuse';

/** Payments that the rules of risk hold: one person proposes to release or refuse, another approves. */
export function HeldPaymentsPage() {
  const { t } = useLingui();
  const held = useQuery(heldPaymentsQuery);
  const [proposing, setProposing] = useState<{ payment: HeldPayment; decision: Decision } | null>(null);
  return (
    <RoomPage
      title={<Trans>待核实付款</Trans>}
      name={t`待核实付款`}
      detail={
        <Trans>
          风控暂停的付款，钱已冻结，还没有付出。一位同事提出放行或拒绝，另一位批准；三天没有决定的自动退回。
        </Trans>
      }
    >
      {held.isPending && <SkeletonList rows={3} />}
      {held.isError && (
        <ErrorState
          title={<Trans>待核实付款没有加载出来</Trans>}
          onRetry={() => void held.refetch()}
          retrying={held.isFetching}
        />
      )}
      {held.data?.length === 0 && (
        <EmptyState icon={<ShieldAlert />} title={<Trans>没有待核实的付款</Trans>} />
      )}
      <ul className="flex flex-col gap-3">
        {held.data?.map((payment) => (
          <li key={payment.id}>
            <HeldCard payment={payment} onPropose={(decision) => setProposing({ payment, decision })} />
          </li>
        ))}
      </ul>
      {proposing && <Propose {...proposing} onClose={() => setProposing(null)} />}
    </RoomPage>
  );
}

function HeldCard({ payment, onPropose }: { payment: HeldPayment; onPropose: (decision: Decision) => void }) {
  const { i18n } = useLingui();
  const localized = useLocalized();
  const staff = useStaff();
  const { payer, kind, rule } = payment;
  const words = ruleWords(rule);
  const payee = localized(payment.payee);
  return (
    <Card
      title={words ? i18n._(words) : rule}
      action={
        <span className="font-semibold text-title">
          <Amount value={payment.amount} currency={payment.currency} />
        </span>
      }
    >
      <p className="text-body">
        {i18n._(KIND_NAMES[kind])} ·{' '}
        <Trans>
          {payer.maskedName}（{payer.maskedContact}）付给 {payee}
        </Trans>
      </p>
      <p className="mt-1 flex flex-wrap gap-x-3 text-caption text-muted">
        <span>
          <Trans>
            <Time inSentence value={payment.heldAt} /> 暂停
          </Trans>
        </span>
        <span>
          <Trans>
            付款人 <Time inSentence value={payer.registeredAt} /> 注册
          </Trans>
        </span>
      </p>
      {may(staff, 'held_payment.request') && (
        <div className="mt-4 flex gap-2">
          <Button size="small" onClick={() => onPropose('release')}>
            <Trans>提出放行</Trans>
          </Button>
          <Button size="small" variant="secondary" onClick={() => onPropose('refuse')}>
            <Trans>提出拒绝</Trans>
          </Button>
        </div>
      )}
    </Card>
  );
}

function Propose(props: { payment: HeldPayment; decision: Decision; onClose: () => void }) {
  const { payment, decision, onClose } = props;
  const { t } = useLingui();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const propose = useMutation({
    mutationFn: () =>
      call(proposeHeldPaymentDecision, {
        params: { id: payment.id },
        body: { decision, reason: reason.trim() },
      }),
    onSuccess: () => {
      toast(t`已提出，等另一位同事批准`, { tone: 'success' });
      onClose();
      return client.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  const { error } = propose;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      dismissible={!propose.isPending}
      title={decision === 'release' ? <Trans>提出放行这笔付款？</Trans> : <Trans>提出拒绝这笔付款？</Trans>}
      description={
        decision === 'release' ? (
          <Trans>另一位同事批准后，钱会马上付给对方，不能撤回。</Trans>
        ) : (
          <Trans>另一位同事批准后，冻结的钱会退回付款人。</Trans>
        )
      }
      footer={
        <>
          <Button variant="secondary" onClick={onClose} disabled={propose.isPending}>
            <Trans>取消</Trans>
          </Button>
          <Button
            variant={decision === 'release' ? 'primary' : 'danger'}
            loading={propose.isPending}
            disabled={reason.trim().length < 4}
            onClick={() => propose.mutate()}
          >
            {decision === 'release' ? <Trans>提出放行</Trans> : <Trans>提出拒绝</Trans>}
          </Button>
        </>
      }
    >
      <TextField
        label={<Trans>理由</Trans>}
        hint={<Trans>至少四个字，批准的同事会看到。</Trans>}
        maxLength={200}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {error && (
        <Banner tone="danger" live className="mt-3">
          {problemText(error)}
        </Banner>
      )}
    </Dialog>
  );
}
