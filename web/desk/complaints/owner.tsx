import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ComplaintSeverity, DeskComplaintDetail } from '../../../contract/complaint.ts';
import { assignComplaint, setComplaintSeverity } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { optionsOf } from '../../shared/complaints/words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { may, useStaff } from '../session/session.ts';
import { handlersQuery } from './queries.ts';
import { useChange } from './use-change.ts';
import { severityNames } from './words.ts';

/** Who has it: taken by whoever is free, given by who oversees; and how grave it is. */
export function Owner({ complaint, acts }: { complaint: DeskComplaintDetail; acts: boolean }) {
  const { t } = useLingui();
  const { id, owner, severity, status } = complaint;
  const staff = useStaff();
  const oversees = may(staff, 'complaint.oversee');
  const isOpen = status !== 'closed';
  const handlers = useQuery({ ...handlersQuery, enabled: oversees && isOpen }).data ?? [];
  const assign = useChange(id, (staffId: string) =>
    call(assignComplaint, { params: { id }, body: { staffId } }),
  );
  const grade = useChange(id, (next: ComplaintSeverity) =>
    call(setComplaintSeverity, { params: { id }, body: { severity: next } }),
  );
  return (
    <Card title={<Trans>负责人</Trans>} className="flex flex-col gap-3">
      <p className="text-body">{owner?.name ?? <Trans>还没有人</Trans>}</p>
      {isOpen && owner?.id !== staff.id && (owner === undefined || oversees) && (
        <Button size="small" loading={assign.isPending} onClick={() => assign.mutate(staff.id)}>
          <Trans>由我处理</Trans>
        </Button>
      )}
      {isOpen && oversees && handlers.length > 0 && (
        <Select
          label={<Trans>交给</Trans>}
          placeholder={t`请选择`}
          options={handlers
            .filter((handler) => handler.id !== owner?.id)
            .map((handler) => ({ value: handler.id, label: t`${handler.name}（在办 ${handler.open}）` }))}
          value=""
          disabled={assign.isPending}
          onChange={(event) => assign.mutate(event.target.value)}
        />
      )}
      {acts && (
        <Select
          label={<Trans>严重程度</Trans>}
          options={optionsOf(severityNames())}
          value={severity}
          disabled={grade.isPending}
          onChange={(event) => grade.mutate(event.target.value as ComplaintSeverity)}
        />
      )}
    </Card>
  );
}
