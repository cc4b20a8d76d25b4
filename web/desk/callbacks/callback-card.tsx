import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  claimCallback,
  type DeskCallback,
  releaseCallback,
  startCallbackCall,
} from '../../../contract/callbacks.ts';
import { call } from '../../shared/api.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useStaff } from '../session/session.ts';
import { CallResult } from './call-result.tsx';
import { CALL_RESULT, OUTCOME, REASON, STATUS } from './words.ts';
import { toastProblem } from '../problem.ts';

/**
 * One call to make or made, and what this agent can do about it.
 * @param props.now when it was read: what is due then
 */
export function CallbackCard({ callback, now }: { callback: DeskCallback; now: number }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const staff = useStaff();
  const [dialled, setDialled] = useState<{ phone: string; conversationId?: string }>();
  const [ending, setEnding] = useState(false);
  const { id, customer, agent, status, calls } = callback;
  const params = { id };
  const act = useMutation({
    mutationFn: async (what: 'claim' | 'release' | 'call') => {
      if (what === 'claim') await call(claimCallback, { params });
      else if (what === 'release') await call(releaseCallback, { params });
      else setDialled(await call(startCallbackCall, { params }));
    },
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  const isOwn = agent?.id === staff.id;
  const isDue = Date.parse(callback.from) <= now;
  const isOpen = callback.closedAt === undefined;
  const isLate = isOpen && status !== 'calling' && Date.parse(callback.until) < now;

  return (
    <Card
      title={
        <>
          {customer.name} <span className="tabular font-normal text-muted">{customer.maskedContact}</span>
        </>
      }
      action={
        <span className="flex gap-1.5">
          {isLate && (
            <Badge tone="danger">
              <Trans>已过时间</Trans>
            </Badge>
          )}
          <Badge tone={STATUS[status].tone}>{i18n._(STATUS[status].name)}</Badge>
        </span>
      }
    >
      <p className="text-body">
        <Time value={callback.from} /> – <Time value={callback.until} />
      </p>
      <p className="mt-1 flex flex-wrap gap-x-3 text-caption text-muted">
        <span>{i18n._(REASON[callback.reason])}</span>
        <span>{callback.language === 'zh' ? <Trans>说中文</Trans> : <Trans>说英语</Trans>}</span>
        {agent && (
          <span>
            <Trans>客服 {agent.name}</Trans>
          </span>
        )}
        {callback.outcome && <span>{i18n._(OUTCOME[callback.outcome])}</span>}
      </p>
      {calls.length > 0 && (
        <ul className="mt-2 text-caption text-muted">
          {calls.map(({ startedAt, agentName, result }) => (
            <li key={startedAt}>
              <Time value={startedAt} /> {agentName} · {result ? i18n._(CALL_RESULT[result]) : t`通话中`}
            </li>
          ))}
        </ul>
      )}
      {callback.note && <p className="mt-2 whitespace-pre-wrap text-label">{callback.note}</p>}
      {dialled && status === 'calling' && (
        <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
          <a href={`tel:${dialled.phone}`} className="tabular font-semibold text-accent-ink text-title">
            {dialled.phone}
          </a>
          {dialled.conversationId && (
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: dialled.conversationId }}
              className="text-accent-ink text-label underline-offset-2 hover:underline"
            >
              <Trans>打开这位客户的会话</Trans>
            </Link>
          )}
        </p>
      )}
      {isOpen && (
        <div className="mt-4 flex flex-wrap gap-2">
          {status === 'requested' && (
            <Button size="small" loading={act.isPending} onClick={() => act.mutate('claim')}>
              <Trans>认领</Trans>
            </Button>
          )}
          {status === 'scheduled' && isOwn && (
            <>
              <Button
                size="small"
                disabled={!isDue}
                loading={act.isPending}
                onClick={() => act.mutate('call')}
              >
                {isDue ? <Trans>开始通话</Trans> : <Trans>还没到时间</Trans>}
              </Button>
              <Button
                size="small"
                variant="secondary"
                disabled={act.isPending}
                onClick={() => act.mutate('release')}
              >
                <Trans>退回</Trans>
              </Button>
            </>
          )}
          {status === 'calling' && isOwn && (
            <Button size="small" onClick={() => setEnding(true)}>
              <Trans>填写结果</Trans>
            </Button>
          )}
        </div>
      )}
      {ending && <CallResult id={id} onClose={() => setEnding(false)} />}
    </Card>
  );
}
