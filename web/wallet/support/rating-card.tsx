import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Conversation } from '../../../contract/support.ts';
import { rateConversation, type RatingReason, ratingReasons } from '../../../contract/ratings.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { RATING_REASONS } from '../../shared/chat/rating-reasons.ts';
import { Button } from '../../shared/ui/button.tsx';
import { StarRating } from '../../shared/ui/star-rating.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { conversationsQuery } from './queries.ts';

/** At most so many stars are asked what was missing. */
const WITH_REASON = 3;

/** After closing: one to five stars, what was missing, and a word. Once given it stays, and says thank you. */
export function RatingCard({ conversation }: { conversation: Conversation }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const [score, setScore] = useState<number | null>(null);
  const [reason, setReason] = useState<RatingReason>();
  const [comment, setComment] = useState('');
  const rate = useMutation({
    mutationFn: (given: number) =>
      call(rateConversation, {
        params: { id: conversation.id },
        body: {
          score: given,
          ...(reason === undefined || given > WITH_REASON ? {} : { reason }),
          ...(comment.trim() ? { comment: comment.trim() } : {}),
        },
      }),
    onSuccess: () => client.invalidateQueries(conversationsQuery),
  });
  // Rated in another tab or on another device.
  const wasRated = rate.error instanceof ApiProblem && rate.error.code === 'conflict';
  const given = conversation.rating?.score ?? (rate.isSuccess || wasRated ? score : null);

  return (
    <section className="mt-4 rounded-card bg-surface p-card text-center shadow-card">
      {given !== null ? (
        <div role="status">
          <StarRating label={t`感谢您的评价`} value={given} onChange={() => {}} disabled />
        </div>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (score !== null) rate.mutate(score);
          }}
        >
          <StarRating
            label={
              conversation.agentName
                ? t`请为客服${conversation.agentName}的服务评分`
                : t`请为智能助手的服务评分`
            }
            value={score}
            onChange={setScore}
          />
          {score !== null && score <= WITH_REASON && <Reasons value={reason} onChange={setReason} />}
          {score !== null && (
            <>
              <TextArea
                label={<Trans>想对我们说的话（可不填）</Trans>}
                hideLabel
                placeholder={t`想对我们说的话（可不填）`}
                rows={2}
                maxLength={4000}
                value={comment}
                onChange={(event) => setComment(event.target.value)}
                error={rate.error && !wasRated ? problemText(rate.error, i18n.locale) : undefined}
                className="text-left"
              />
              <Button type="submit" wide loading={rate.isPending}>
                <Trans>提交评价</Trans>
              </Button>
            </>
          )}
        </form>
      )}
    </section>
  );
}

function Reasons({
  value,
  onChange,
}: {
  value: RatingReason | undefined;
  onChange: (reason: RatingReason) => void;
}) {
  const { t } = useLingui();
  return (
    <fieldset>
      <legend className="mb-2 w-full text-caption text-muted">
        <Trans>哪里没做好？</Trans>
      </legend>
      <div className="flex flex-wrap justify-center gap-2">
        {ratingReasons.map((reason) => (
          <label
            key={reason}
            className="flex min-h-target items-center rounded-full border border-line-strong px-4 text-label has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="reason"
              className="sr-only"
              checked={value === reason}
              onChange={() => onChange(reason)}
            />
            {t(RATING_REASONS[reason])}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
