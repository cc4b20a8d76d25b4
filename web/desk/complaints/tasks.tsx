import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComplaintTask, DeskComplaintDetail } from '../../../contract/complaint.ts';
import { addComplaintTask, completeComplaintTask } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { optionsOf } from '../../shared/complaints/words.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toastProblem } from '../problem.ts';
import { useChange } from './use-change.ts';
import { teamNames } from './words.ts';

/** What other teams are to do for it, by when, and what came of it. */
export function Tasks({ complaint, acts }: { complaint: DeskComplaintDetail; acts: boolean }) {
  if (!acts && complaint.tasks.length === 0) return null;
  return (
    <Card title={<Trans>协办</Trans>} className="flex flex-col gap-3">
      <ul className="flex flex-col gap-3">
        {complaint.tasks.map((task) => (
          <li key={task.id}>
            <TaskItem task={task} acts={acts} />
          </li>
        ))}
      </ul>
      {acts && <NewTask complaintId={complaint.id} />}
    </Card>
  );
}

function isPast(time: string): boolean {
  return Date.parse(time) < Date.now();
}

export function TaskItem({ task, acts }: { task: ComplaintTask; acts: boolean }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [result, setResult] = useState('');
  const done = useMutation({
    mutationFn: (text: string) =>
      call(completeComplaintTask, { params: { id: task.id }, body: { result: text } }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['complaints'] }),
  });
  const isLate = task.doneAt === undefined && isPast(task.dueAt);
  return (
    <div className="flex flex-col gap-1.5 text-label">
      <p className="flex items-baseline justify-between gap-2">
        <span>{teamNames()[task.team]}</span>
        {task.doneAt ? (
          <Badge tone="success">
            <Trans>已完成</Trans>
          </Badge>
        ) : (
          <Badge tone={isLate ? 'danger' : 'neutral'}>
            <Time value={task.dueAt} />
          </Badge>
        )}
      </p>
      <p>{task.what}</p>
      {task.result && <p className="text-muted">{task.result}</p>}
      {acts && !task.doneAt && (
        <form
          className="flex flex-wrap items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (result.trim() !== '') done.mutate(result.trim());
          }}
        >
          <TextField
            label={<Trans>结果怎样</Trans>}
            hideLabel
            className="min-w-40 flex-1"
            placeholder={t`结果怎样`}
            maxLength={500}
            value={result}
            onChange={(event) => setResult(event.target.value)}
          />
          <Button
            type="submit"
            size="small"
            variant="secondary"
            disabled={result.trim() === ''}
            loading={done.isPending}
          >
            <Trans>完成</Trans>
          </Button>
        </form>
      )}
    </div>
  );
}

const DAY_MS = 24 * 3_600_000;

function NewTask({ complaintId }: { complaintId: string }) {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(false);
  const [team, setTeam] = useState<ComplaintTask['team']>('payments');
  const [what, setWhat] = useState('');
  const [days, setDays] = useState('1');
  const add = useChange(complaintId, (text: string) =>
    call(addComplaintTask, {
      params: { id: complaintId },
      body: { team, what: text, dueAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() },
    }),
  );
  if (!isOpen) {
    return (
      <Button size="small" variant="secondary" className="self-start" onClick={() => setIsOpen(true)}>
        <Trans>请求协办</Trans>
      </Button>
    );
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (what.trim() === '') return;
        add.mutate(what.trim(), {
          onSuccess: () => {
            setWhat('');
            setIsOpen(false);
          },
        });
      }}
    >
      <Select
        label={<Trans>团队</Trans>}
        options={optionsOf(teamNames())}
        value={team}
        onChange={(event) => setTeam(event.target.value as ComplaintTask['team'])}
      />
      <TextField
        label={<Trans>做什么</Trans>}
        maxLength={500}
        value={what}
        onChange={(event) => setWhat(event.target.value)}
      />
      <Select
        label={<Trans>多久</Trans>}
        options={[
          { value: '1', label: t`1 天` },
          { value: '2', label: t`2 天` },
          { value: '5', label: t`5 天` },
        ]}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <Button
        type="submit"
        size="small"
        variant="secondary"
        disabled={what.trim() === ''}
        loading={add.isPending}
      >
        <Trans>交给团队</Trans>
      </Button>
    </form>
  );
}
