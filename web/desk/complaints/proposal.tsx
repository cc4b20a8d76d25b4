import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { proposeToComplaint, requestGoodwill } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea, TextField } from '../../shared/ui/text-field.tsx';
import { may, useStaff } from '../session/session.ts';
import { useChange } from './use-change.ts';

const CURRENCY = 'CNY';

/** How it is put right: money asked for and approved by a second person, and the proposal that offers it. */
export function Proposal({ complaint }: { complaint: DeskComplaintDetail }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { id, status, goodwillApprovals } = complaint;
  const staff = useStaff();
  const [text, setText] = useState('');
  const [approvalId, setApprovalId] = useState('');
  const propose = useChange(id, (said: string) =>
    call(proposeToComplaint, {
      params: { id },
      body: { text: said, ...(approvalId ? { approvalId } : {}) },
    }),
  );
  const isForSupervisor = status === 'appealed' && !may(staff, 'complaint.oversee');
  if (status === 'proposed' || status === 'accepted' || isForSupervisor) return null;
  const approved = goodwillApprovals.filter(({ state }) => state === 'approved');
  return (
    <Card title={<Trans>处理方案</Trans>} className="flex flex-col gap-4">
      {goodwillApprovals.map((approval) => (
        <p key={approval.id} className="flex items-center justify-between gap-3 text-label">
          {localized(approval.summary)}
          <Badge tone={approval.state === 'approved' ? 'success' : 'warning'}>
            {approval.state === 'approved' ? <Trans>已批准</Trans> : <Trans>等待批准</Trans>}
          </Badge>
        </p>
      ))}
      {goodwillApprovals.length === 0 && may(staff, 'goodwill.request') && <AskForGoodwill id={id} />}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') propose.mutate(text.trim(), { onSuccess: () => setText('') });
        }}
      >
        <TextArea
          label={<Trans>给客户的方案</Trans>}
          hint={<Trans>客户接受或申诉。等客户答复时，我们的时限暂停。</Trans>}
          rows={3}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {approved.length > 0 && (
          <Select
            label={<Trans>补偿</Trans>}
            placeholder={t`不补偿`}
            options={approved.map((approval) => ({ value: approval.id, label: localized(approval.summary) }))}
            value={approvalId}
            onChange={(event) => setApprovalId(event.target.value)}
          />
        )}
        <Button
          type="submit"
          size="small"
          className="self-end"
          disabled={text.trim() === ''}
          loading={propose.isPending}
        >
          <Trans>提出方案</Trans>
        </Button>
      </form>
    </Card>
  );
}

function AskForGoodwill({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const ask = useChange(id, () =>
    call(requestGoodwill, { params: { id }, body: { amount, currency: CURRENCY, reason: reason.trim() } }),
  );
  if (!isOpen) {
    return (
      <Button size="small" variant="secondary" className="self-start" onClick={() => setIsOpen(true)}>
        <Trans>申请补偿</Trans>
      </Button>
    );
  }
  const isReady = amount !== '' && amount !== '0' && reason.trim() !== '';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) ask.mutate(undefined);
      }}
    >
      <AmountField label={<Trans>补偿金额</Trans>} value={amount} onChange={setAmount} currency={CURRENCY} />
      <TextField
        label={<Trans>理由</Trans>}
        hint={<Trans>由主管批准；客户接受方案后才付。</Trans>}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type="submit"
        size="small"
        variant="secondary"
        className="self-end"
        disabled={!isReady}
        loading={ask.isPending}
      >
        <Trans>申请</Trans>
      </Button>
    </form>
  );
}
