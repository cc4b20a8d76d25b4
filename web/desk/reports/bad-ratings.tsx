import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type BadRating, followUpRating } from '../../../contract/reports.ts';
import { call } from '../../shared/api.ts';
import { RATING_REASONS } from '../../shared/chat/rating-reasons.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { guidesQuery } from '../inbox/queries.ts';
import { badRatingsQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** Bad ratings that nobody has looked into: read what happened, make it good, write down what was done. */
export function BadRatings() {
  const { data } = useQuery(badRatingsQuery);
  if (data === undefined || data.ratings.length === 0) return null;
  return (
    <Card title={<Trans>待跟进的差评</Trans>}>
      <ul className="flex flex-col gap-4">
        {data.ratings.map((rating) => (
          <li key={rating.conversationId}>
            <Rating rating={rating} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Rating({ rating }: { rating: BadRating }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const guides = useQuery(guidesQuery).data?.guides ?? [];
  const guide = guides.find(({ id }) => id === rating.guide);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const follow = useMutation({
    mutationFn: () =>
      call(followUpRating, { params: { id: rating.conversationId }, body: { text: text.trim() } }),
    onError: toastProblem,
    onSettled: () => queryClient.invalidateQueries(badRatingsQuery),
  });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') follow.mutate();
      }}
    >
      <p className="flex flex-wrap items-baseline gap-x-2 text-label">
        <span aria-label={t`${rating.score} 星`} className="text-warning-ink">
          {'★'.repeat(rating.score)}
        </span>
        <span>
          {rating.agentName ?? <Trans>助手</Trans>}
          {guide && ` · ${localized(guide.title)}`}
        </span>
        {rating.reason && <Badge tone="warning">{t(RATING_REASONS[rating.reason])}</Badge>}
        <span className="text-caption text-muted">
          <Time value={rating.ratedAt} />
        </span>
        <Link
          to="/conversations/$conversationId"
          params={{ conversationId: rating.conversationId }}
          className="ml-auto text-accent-ink hover:underline"
        >
          <Trans>看对话</Trans>
        </Link>
      </p>
      {rating.comment && <p className="text-body">{rating.comment}</p>}
      <div className="flex flex-col items-end gap-2 sm:flex-row">
        <TextArea
          label={<Trans>怎么跟进的</Trans>}
          hideLabel
          placeholder={t`查到了什么，怎么补救的`}
          rows={1}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-full flex-1"
        />
        <Button type="submit" variant="secondary" loading={follow.isPending} disabled={text.trim() === ''}>
          <Trans>已跟进</Trans>
        </Button>
      </div>
    </form>
  );
}
