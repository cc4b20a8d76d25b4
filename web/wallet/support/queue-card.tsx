import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Clock3, LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { type Conversation, leaveQueue } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';

/** The customer's place in the queue for a person, and the way out of it. */
export function QueueCard({ conversation }: { conversation: Conversation }) {
  const { i18n } = useLingui();
  const position = conversation.queue?.position;
  const opensAt = conversation.queue?.opensAt;
  const minutes = Math.ceil((conversation.queue?.expectedWaitSeconds ?? 0) / 60);
  const leave = useMutation({
    mutationFn: () => call(leaveQueue, { params: { id: conversation.id } }),
    onError: (error) => toast(problemText(error, i18n.locale), { tone: 'danger' }),
  });

  return (
    <section
      aria-live="polite"
      className="mt-4 max-w-xl rounded-card bg-surface p-card shadow-card motion-safe:animate-pop-in sm:ml-[calc(var(--avatar-size)+0.625rem)]"
    >
      <h2 className="flex items-center gap-2.5 font-semibold text-body">
        <Clock3 aria-hidden="true" className="size-icon text-accent-ink" />
        {opensAt ? <Trans>现在不是客服工作时间</Trans> : <Trans>正在为您转接人工客服</Trans>}
      </h2>
      {position !== undefined && !opensAt && <QueueProgress position={position} />}
      <div className="mt-1 flex items-center justify-between gap-3">
        <p className="text-label">
          {position === undefined ? (
            <Trans>正在查看排队情况…</Trans>
          ) : position <= 1 ? (
            <Trans>您是下一位</Trans>
          ) : (
            <Plural value={position - 1} other="前面还有 # 位" />
          )}
          {position !== undefined && !opensAt && (
            <span className="text-muted">
              {' · '}
              {minutes <= 1 ? (
                <Trans>预计 1 分钟内接入</Trans>
              ) : (
                <Plural value={minutes} other="预计 # 分钟" />
              )}
            </span>
          )}
        </p>
        <Button
          variant="quiet"
          size="small"
          className="-mr-3"
          loading={leave.isPending}
          onClick={() => leave.mutate()}
        >
          <Trans>取消排队</Trans>
        </Button>
      </div>
      <p className="text-caption text-muted">
        {opensAt ? (
          <Trans>
            客服 <Time inSentence value={opensAt} />{' '}
            上班，按顺序回复。您可以先留言；离开这个页面也会保留位置。
          </Trans>
        ) : (
          <Trans>离开这个页面也会保留您的位置，接入后这里会有消息。</Trans>
        )}
      </p>
      {opensAt && (
        <Link
          to="/help"
          className="mt-2 inline-flex min-h-target items-center gap-1.5 font-medium text-accent-ink text-label"
        >
          <LifeBuoy aria-hidden="true" className="size-4" />
          <Trans>先试试自助处理</Trans>
        </Link>
      )}
    </section>
  );
}

/** How much of the way is done, from where this customer was first seen in the queue. */
function QueueProgress({ position }: { position: number }) {
  const [first, setFirst] = useState(position);
  if (position > first) setFirst(position);
  const done = Math.max(8, Math.round(((first - position + 1) / (first + 1)) * 100));
  return (
    <div aria-hidden="true" className="mt-3 h-1.5 overflow-hidden rounded-full bg-pressed">
      <div
        className="h-full rounded-full bg-accent transition-[width] duration-500"
        style={{ width: `${done}%` }}
      />
    </div>
  );
}
