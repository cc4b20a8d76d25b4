import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { closeComplaint } from '../../../contract/complaints.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { optionsOf, outcomeName } from '../../shared/complaints/words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { may, useStaff } from '../session/session.ts';
import { useChange } from './use-change.ts';
import { causeNames } from './words.ts';

type Body = BodyOf<typeof closeComplaint>;

/** The end: what came of it, why it came to it, and what the customer is told. */
export function Closing({ complaint: { id, status } }: { complaint: DeskComplaintDetail }) {
  const { t } = useLingui();
  const staff = useStaff();
  const [outcome, setOutcome] = useState<'' | Body['outcome']>('');
  const [cause, setCause] = useState<'' | Body['cause']>('');
  const [explanation, setExplanation] = useState('');
  const close = useChange(id, (body: Body) => call(closeComplaint, { params: { id }, body }));
  const isCustomersWord = status === 'proposed' || status === 'waiting_customer';
  if (isCustomersWord || (status === 'appealed' && !may(staff, 'complaint.oversee'))) return null;
  return (
    <Card title={<Trans>结案</Trans>}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (outcome !== '' && cause !== '' && explanation.trim() !== '')
            close.mutate({ outcome, cause, explanation: explanation.trim() });
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            label={<Trans>结果</Trans>}
            placeholder={t`请选择`}
            options={optionsOf({
              upheld: outcomeName('upheld', 'desk'),
              partly_upheld: outcomeName('partly_upheld', 'desk'),
              not_upheld: outcomeName('not_upheld', 'desk'),
            })}
            value={outcome}
            onChange={(event) => setOutcome(event.target.value as Body['outcome'])}
          />
          <Select
            label={<Trans>根本原因</Trans>}
            placeholder={t`请选择`}
            options={optionsOf(causeNames())}
            value={cause}
            onChange={(event) => setCause(event.target.value as Body['cause'])}
          />
        </div>
        <TextArea
          label={<Trans>给客户的说明</Trans>}
          rows={3}
          maxLength={4000}
          value={explanation}
          onChange={(event) => setExplanation(event.target.value)}
        />
        <Button
          type="submit"
          size="small"
          className="self-end"
          disabled={outcome === '' || cause === '' || explanation.trim() === ''}
          loading={close.isPending}
        >
          <Trans>结案</Trans>
        </Button>
      </form>
    </Card>
  );
}
