import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Eye, Star } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeskConversation } from '../../../contract/support.ts';
import { cx } from '../../shared/ui/cx.ts';
import { Time } from '../../shared/ui/time.tsx';

/** In place of the composer where one may only read: why, and for a closed conversation how it was rated. */
export function ReadOnlyFoot({ conversation }: { conversation: DeskConversation }) {
  const { status, closedAt, rating, agentName, mergedInto } = conversation;
  if (status === 'closed') {
    return (
      <Foot>
        <p className="text-label text-muted">
          {closedAt ? (
            <Trans>
              会话已于 <Time inSentence value={closedAt} /> 结束，不能再回复。
            </Trans>
          ) : (
            <Trans>会话已结束，不能再回复。</Trans>
          )}
        </p>
        {rating ? (
          <div className="mt-1.5">
            <p className="flex items-center gap-1.5 text-label">
              <Trans>客户评分</Trans>
              <Stars score={rating.score} />
            </p>
            {rating.comment && (
              <blockquote className="mt-1 text-body wrap-anywhere">“{rating.comment}”</blockquote>
            )}
          </div>
        ) : (
          <p className="mt-0.5 text-caption text-muted">
            {mergedInto ? (
              <Link
                to="/conversations/$conversationId"
                params={{ conversationId: mergedInto }}
                className="text-accent-ink hover:underline"
              >
                <Trans>已并入之后的会话，去看那个会话</Trans>
              </Link>
            ) : (
              <Trans>客户还没有评分。</Trans>
            )}
          </p>
        )}
      </Foot>
    );
  }
  return (
    <Foot>
      <p className="flex items-center gap-2 text-label text-muted">
        <Eye aria-hidden="true" className="size-4 shrink-0" />
        {status === 'queued' && <Trans>接待后才能回复。</Trans>}
        {status === 'assistant' && <Trans>智能助手正在接待，您可以查看。</Trans>}
        {status === 'assigned' && <Trans>由 {agentName ?? '—'} 接待，您可以查看，不能回复。</Trans>}
      </p>
    </Foot>
  );
}

function Foot({ children }: { children: ReactNode }) {
  return (
    <footer className="border-line border-t bg-surface px-4 py-3 pb-[max(env(safe-area-inset-bottom),0.75rem)]">
      {children}
    </footer>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <span className="inline-flex items-center">
      <span className="sr-only">
        <Trans>{score} 分，满分 5 分</Trans>
      </span>
      {[1, 2, 3, 4, 5].map((star) => (
        <Star
          key={star}
          aria-hidden="true"
          className={cx('size-4', star <= score ? 'fill-star text-star' : 'text-line-strong')}
        />
      ))}
    </span>
  );
}
