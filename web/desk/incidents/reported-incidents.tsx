import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { announceIncident, type DeskReportedIncident, endIncident } from '../../../contract/incidents.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { reportedIncidentsQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** What clearly more customers than usual report: a supervisor tells customers of it, words it, and ends it. */
export function ReportedIncidents() {
  const { data } = useQuery(reportedIncidentsQuery);
  if (data === undefined || data.current.length === 0) return null;
  return (
    <Card title={<Trans>很多客户反映同一件事</Trans>} className="mb-3">
      <ul className="flex flex-col gap-6">
        {data.current.map((incident) => (
          <li key={incident.id}>
            <Reported incident={incident} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Reported({ incident }: { incident: DeskReportedIncident }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const queryClient = useQueryClient();
  const [text, setText] = useState(incident.text);
  const { id, customers, state, usual } = incident;
  const since = <Time value={incident.startedAt} />;
  const isAnnounced = state === 'announced';
  const later = {
    onError: toastProblem,
    onSettled: () => queryClient.invalidateQueries(reportedIncidentsQuery),
  };
  const announce = useMutation({
    mutationFn: () => call(announceIncident, { params: { id }, body: { text } }),
    onSuccess: () => toast(t`客户现在能在帮助中心和客服会话里看到`, { tone: 'success' }),
    ...later,
  });
  const end = useMutation({
    mutationFn: (outcome: 'over' | 'dismissed') => call(endIncident, { params: { id }, body: { outcome } }),
    ...later,
  });
  const isBusy = announce.isPending || end.isPending;
  const isWorded = text.zh.trim() !== '' && text.en.trim() !== '';
  const isReworded = text.zh.trim() !== incident.text.zh || text.en.trim() !== incident.text.en;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWorded) announce.mutate();
      }}
    >
      <div>
        <p className="flex flex-wrap items-center gap-2">
          <span className="inline-block font-semibold first-letter:uppercase">
            {localized(incident.title)}
          </span>
          <Badge tone={isAnnounced ? 'danger' : 'warning'}>
            {isAnnounced ? <Trans>已告知客户</Trans> : <Trans>待确认</Trans>}
          </Badge>
        </p>
        <p className="mt-0.5 text-caption text-muted">
          <Trans>
            {since} 起 {customers} 位客户反映；平时这个时段 15 分钟约 {usual.toFixed(1)} 位
          </Trans>
        </p>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {(['zh', 'en'] as const).map((language) => (
          <TextArea
            key={language}
            label={language === 'zh' ? <Trans>告诉客户（中文）</Trans> : <Trans>告诉客户（英文）</Trans>}
            lang={language}
            rows={2}
            maxLength={300}
            value={text[language]}
            onChange={(event) => setText({ ...text, [language]: event.target.value })}
          />
        ))}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" type="button" disabled={isBusy} onClick={() => end.mutate('dismissed')}>
          <Trans>不是故障</Trans>
        </Button>
        {isAnnounced && (
          <Button variant="secondary" type="button" disabled={isBusy} onClick={() => end.mutate('over')}>
            <Trans>已恢复，告诉反映过的客户</Trans>
          </Button>
        )}
        <Button
          type="submit"
          loading={announce.isPending}
          disabled={isBusy || !isWorded || (isAnnounced && !isReworded)}
        >
          {isAnnounced ? <Trans>更新措辞</Trans> : <Trans>告知客户</Trans>}
        </Button>
      </div>
    </form>
  );
}
