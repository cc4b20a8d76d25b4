import { useLingui } from '@lingui/react/macro';
import { Star } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx.ts';

export interface StarRatingProps {
  label: string;
  /** 1 to 5, null before the choice. */
  value: number | null;
  onChange: (value: number) => void;
  disabled?: boolean;
}

/** One to five stars, as radio buttons: arrow keys work, each star says its number. */
export function StarRating({ label, value, onChange, disabled }: StarRatingProps) {
  const { t } = useLingui();
  const name = useId();
  return (
    <fieldset disabled={disabled} className="text-center disabled:opacity-60">
      <legend className="mb-1 w-full text-body">{label}</legend>
      <div className="inline-flex">
        {[1, 2, 3, 4, 5].map((stars) => (
          <label
            key={stars}
            className="grid size-11 place-items-center rounded-control has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === stars}
              onChange={() => onChange(stars)}
              aria-label={t`${stars} 星`}
            />
            <Star
              aria-hidden="true"
              className={cx(
                'size-7 transition-colors',
                value !== null && stars <= value ? 'fill-star text-star' : 'text-line-strong',
              )}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
