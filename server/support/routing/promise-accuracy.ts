import type { Queryable } from '../../platform/database/database.ts';

export interface PromiseAccuracy {
  answered: number;
  left: number;
  /** Mean of |promised - waited|, in seconds, of those an agent got. */
  meanError: number | null;
  /** Mean of promised - waited: above zero people wait less than they are told. */
  bias: number | null;
  /** Share, 0 to 1, of those an agent got in no more than the minutes they were told, counted as the customer sees them. */
  kept: number | null;
}

/** The sums of a day, of the promises `p` that have ended. */
const sums = `(ended_at at time zone 'Asia/Shanghai')::date as day,
  count(*) filter (where outcome = 'answered')::int as answered,
  count(*) filter (where outcome = 'left')::int as left_queue,
  coalesce(sum(abs(promised_seconds - waited)) filter (where outcome = 'answered'), 0) as error_seconds,
  coalesce(sum(promised_seconds - waited) filter (where outcome = 'answered'), 0) as bias_seconds,
  count(*) filter (where outcome = 'answered' and waited <= greatest(1, ceil(promised_seconds / 60.0)) * 60)::int as kept`;
const facts =
  'outcome, promised_seconds, ended_at, extract(epoch from ended_at - promised_at)::float8 as waited';

/** Moves what has ended into the sums of its day. */
export async function foldPromises(q: Queryable): Promise<void> {
  await q.query({
    name: 'support.fold_promises',
    text: `with p as (delete from support.wait_promise where ended_at is not null returning ${facts})
           insert into support.wait_day as d (day, answered, left_queue, error_seconds, bias_seconds, kept)
           select ${sums} from p group by 1
           on conflict (day) do update set answered = d.answered + excluded.answered,
             left_queue = d.left_queue + excluded.left_queue, error_seconds = d.error_seconds + excluded.error_seconds,
             bias_seconds = d.bias_seconds + excluded.bias_seconds, kept = d.kept + excluded.kept`,
  });
}

/** How far the first promise of each who joined the queue was from what happened, on days of Shanghai, both included. */
export async function promiseAccuracy(
  q: Queryable,
  { from, to }: { from: string; to: string },
): Promise<PromiseAccuracy> {
  const [row] = await q.query<PromiseAccuracy>(
    {
      name: 'support.promise_accuracy',
      text: `with p as (
               select ${facts} from support.wait_promise where ended_at is not null
                 and ended_at >= $1::date::timestamp at time zone 'Asia/Shanghai'
                 and ended_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'
             ), days as (
               select * from support.wait_day where day between $1::date and $2::date
               union all select ${sums} from p group by 1
             )
             select coalesce(sum(answered), 0)::int as answered, coalesce(sum(left_queue), 0)::int as left,
               sum(error_seconds) / nullif(sum(answered), 0) as "meanError",
               sum(bias_seconds) / nullif(sum(answered), 0) as bias,
               sum(kept)::float8 / nullif(sum(answered), 0) as kept
             from days`,
    },
    [from, to],
  );
  return row ?? { answered: 0, left: 0, meanError: null, bias: null, kept: null };
}
