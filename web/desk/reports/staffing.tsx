import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getStaffing } from '../../../contract/reports.ts';
import { call } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Figure } from '../shell/figure.tsx';
import { percent, useSpan } from './report-table.tsx';

/** What is usual in the field: 80 % within 20 seconds on the phone and here, an agent with five chats, customers who wait five minutes. */
const USUAL = { serviceLevel: 0.8, withinSeconds: 20, places: 5, patienceSeconds: 300 };

/** How many agents an hour needs. */
export function Staffing() {
  const { t } = useLingui();
  const span = useSpan();
  const [arrivals, setArrivals] = useState('200');
  const [minutes, setMinutes] = useState('5');
  const question = { arrivalsPerHour: Number(arrivals), handlingSeconds: Number(minutes) * 60, ...USUAL };
  const isValid =
    question.arrivalsPerHour >= 1 &&
    question.arrivalsPerHour <= 3_000 &&
    question.handlingSeconds >= 1 &&
    question.handlingSeconds <= 7_200;
  const { data } = useQuery({
    queryKey: ['staffing', question],
    queryFn: ({ signal }) => call(getStaffing, { query: question, signal }),
    placeholderData: keepPreviousData,
    enabled: isValid,
  });
  return (
    <Card title={<Trans>排班建议</Trans>}>
      <p className="mb-3 text-caption text-muted">
        <Trans>
          让 80% 的客户在 20 秒内接入。电话按 Erlang C 公式；在线会话按每人同时接 5 个、客户平均愿等 5
          分钟模拟。
        </Trans>
      </p>
      <div className="mb-3 grid grid-cols-2 gap-3">
        <TextField
          label={t`每小时来量`}
          inputMode="numeric"
          value={arrivals}
          error={isValid ? undefined : t`来量 1–3000，时长 120 分钟以内`}
          onChange={(event) => setArrivals(event.target.value)}
        />
        <TextField
          label={t`处理时长（分钟）`}
          inputMode="decimal"
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </div>
      {data && (
        <dl className="grid grid-cols-2 gap-3">
          <Figure
            name={<Trans>电话需要客服</Trans>}
            value={data.voice.agents}
            detail={
              <Trans>
                平均等 {span(data.voice.averageSpeedOfAnswer)}，忙碌 {percent(data.voice.occupancy)}
              </Trans>
            }
          />
          <Figure
            name={<Trans>在线会话需要客服</Trans>}
            value={data.chat.agents}
            detail={
              <Trans>
                {percent(data.chat.serviceLevel)} 及时接入，{percent(data.chat.abandoned)} 等不及离开
              </Trans>
            }
          />
        </dl>
      )}
    </Card>
  );
}
