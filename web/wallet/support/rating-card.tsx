import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Conversation, rateConversation } from '../../../contract/support.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { StarRating } from '../../shared/ui/star-rating.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { conversationsQuery } from './queries.ts';

/** After closing: one to five stars and a word. Once given it stays, and says thank you. */
export function RatingCard({ conversation }: { conversation: Conversation }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const [score, setScore] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const rate = useMutation({
    mutationFn: (given: number) =>
      call(rateConversation, {
        params: { id: conversation.id },
        body: { score: given, ...(comment.trim() ? { comment: comment.trim() } : {}) },
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
          <StarRating label={t`请为本次服务评分`} value={score} onChange={setScore} />
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
