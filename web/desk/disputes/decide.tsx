import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type DeskDispute, decideDispute, proposeDisputeOutcome } from '../../../contract/disputes.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { outcomeName } from './words.ts';
import { toastProblem } from '../problem.ts';

/** Proposes an outcome to a second person, waits for them, and carries it out. */
export function Decide({ dispute }: { dispute: DeskDispute }) {
  const { proposal } = dispute;
  const state = proposal?.state;
  return (
    <div className="mt-4 border-line border-t pt-4">
      {proposal !== undefined && state === 'waiting' && (
        <Banner tone="warning" title={outcomeName(proposal.outcome)}>
          <Trans>
            {proposal.requestedBy.name} 提出：{proposal.reason}。等另一位同事在“审批”里批准。
          </Trans>
        </Banner>
      )}
      {proposal !== undefined && state === 'approved' && (
        <CarryOut dispute={dispute} outcome={proposal.outcome} />
      )}
      {state !== 'waiting' && state !== 'approved' && (
        <>
          {proposal !== undefined && state === 'rejected' && (
            <Banner tone="info" title={<Trans>上一个提议没有被批准</Trans>} className="mb-3">
              {proposal.decisionReason}
            </Banner>
          )}
          <Propose dispute={dispute} />
        </>
      )}
    </div>
  );
}

function Propose({ dispute }: { dispute: DeskDispute }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<'won' | 'lost'>('lost');
  const [reason, setReason] = useState('');
  const propose = useMutation({
    mutationFn: () =>
      call(proposeDisputeOutcome, { params: { id: dispute.id }, body: { outcome, reason: reason.trim() } }),
    onSuccess: () => toast(t`已提出，等待批准`, { tone: 'success' }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['disputes'] }),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (reason.trim().length >= 4) propose.mutate();
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <SegmentedControl
        label={t`决定`}
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'lost', label: <Trans>支持客户</Trans> },
          { value: 'won', label: <Trans>支持商户</Trans> },
        ]}
        className="max-w-sm"
      />
      <TextField
        label={t`理由`}
        hint={t`至少四个字；客户和批准的同事都会看到`}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type="submit"
        size="small"
        className="self-start"
        loading={propose.isPending}
        disabled={reason.trim().length < 4}
      >
        <Trans>提出决定</Trans>
      </Button>
    </form>
  );
}

function CarryOut({ dispute, outcome }: { dispute: DeskDispute; outcome: 'won' | 'lost' }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: () => call(decideDispute, { params: { id: dispute.id } }),
    onSuccess: () => toast(t`已执行`, { tone: 'success' }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['disputes'] }),
  });
  return (
    <Banner
      tone="success"
      title={outcomeName(outcome)}
      action={
        <Button size="small" loading={decide.isPending} onClick={() => decide.mutate()}>
          <Trans>执行决定</Trans>
        </Button>
      }
    >
      <Trans>已批准。由提出或批准的同事执行，冻结的钱随之移动。</Trans>
    </Banner>
  );
}
