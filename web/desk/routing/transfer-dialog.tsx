import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type GuideArea, guideAreas } from '../../../contract/guides.ts';
import { transferConversation } from '../../../contract/routing.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { Colleagues } from './colleagues.tsx';
import { agentsQuery } from './queries.ts';
import { useChangedHands } from './use-changed-hands.ts';

type Kind = BodyOf<typeof transferConversation>['to']['kind'];

export interface TransferDialogProps {
  conversation: DeskConversation;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
}

/** Hands a conversation on, with a word for whoever takes over: to a colleague, a team, or back to the queue. */
export function TransferDialog({ conversation, open, onOpenChange, onDone }: TransferDialogProps) {
  const { t } = useLingui();
  const changedHands = useChangedHands();
  const waits = conversation.status === 'queued';
  const [kind, setKind] = useState<Kind>('agent');
  const [agentId, setAgentId] = useState('');
  const [skill, setSkill] = useState<GuideArea>(conversation.skill ?? 'payments');
  const [level, setLevel] = useState<'1' | '2'>('2');
  const [note, setNote] = useState('');
  const agents = useQuery({ ...agentsQuery, enabled: open });
  const others = (agents.data ?? []).filter(({ id }) => id !== conversation.agentId);

  const transfer = useMutation({
    mutationFn: () =>
      call(transferConversation, {
        params: { id: conversation.id },
        body: {
          to:
            kind === 'agent'
              ? { kind, agentId }
              : kind === 'team'
                ? { kind, skill, level: level === '1' ? 1 : 2 }
                : { kind },
          note: note.trim(),
        },
      }),
    onSuccess: (changed) => {
      changedHands(changed);
      onOpenChange(false);
      const name = changed.agentName;
      toast(name ? t`已转给 ${name}` : t`已放到队列最前面`, { tone: 'success' });
      onDone();
    },
  });
  const incomplete = note.trim() === '' || (kind === 'agent' && agentId === '');

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<Trans>转接会话</Trans>}
      description={<Trans>接手的人能看到全部内容和您的备注，客户不用重复说。</Trans>}
      footer={
        <Button loading={transfer.isPending} disabled={incomplete} onClick={() => transfer.mutate()}>
          <Trans>转接</Trans>
        </Button>
      }
    >
      <SegmentedControl
        label={t`转给谁`}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'agent', label: <Trans>同事</Trans> },
          { value: 'team', label: <Trans>小组</Trans> },
          ...(waits ? [] : [{ value: 'queue' as const, label: <Trans>放回队列</Trans> }]),
        ]}
      />
      <div className="mt-3">
        {kind === 'agent' && (
          <Colleagues agents={others} loading={agents.isPending} value={agentId} onChange={setAgentId} />
        )}
        {kind === 'team' && (
          <div className="flex flex-col gap-3">
            <Select
              label={<Trans>擅长</Trans>}
              value={skill}
              onChange={(event) => setSkill(event.target.value as GuideArea)}
              options={guideAreas.map((area) => ({ value: area, label: t(AREA_NAMES[area]) }))}
            />
            <SegmentedControl
              label={t`一线或二线`}
              value={level}
              onChange={setLevel}
              options={[
                { value: '1', label: <Trans>一线</Trans> },
                { value: '2', label: <Trans>二线</Trans> },
              ]}
            />
            <p className="text-caption text-muted">
              {waits ? (
                <Trans>客户保留现在的位置，由这个小组接待。</Trans>
              ) : (
                <Trans>客户排在最前面，由这个小组接待。</Trans>
              )}
            </p>
          </div>
        )}
        {kind === 'queue' && (
          <p className="text-label text-muted">
            <Trans>客户排在最前面，由另一位能接待的同事接手。</Trans>
          </p>
        )}
      </div>
      <TextArea
        label={<Trans>给接手同事的备注（客户看不到）</Trans>}
        rows={3}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="mt-4"
      />
      <ProblemBanner error={transfer.error} />
    </Dialog>
  );
}
