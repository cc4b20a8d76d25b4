import { Trans } from '@lingui/react/macro';
import { Check, Clock, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type StepState = 'done' | 'current' | 'waiting' | 'failed' | 'skipped';

export interface StepsProps {
  steps: {
    state: StepState;
    title: ReactNode;
    /** The evidence, the reason, what happens next. */
    detail?: ReactNode;
    /** At the right: a time or a duration. */
    aside?: ReactNode;
  }[];
  className?: string;
}

const LOOK: Record<StepState, string> = {
  done: 'bg-success text-on-success',
  current: 'bg-accent text-on-accent',
  waiting: 'border-2 border-line bg-surface text-muted',
  failed: 'bg-danger text-on-danger',
  skipped: 'bg-pressed text-muted',
};

/** A procedure in order: the checks of a payment, the way of a withdrawal, a guide's progress. */
export function Steps({ steps, className }: StepsProps) {
  return (
    <ol className={className}>
      {steps.map((step, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a procedure does not reorder
          key={index}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className="relative flex gap-3 pb-4 last:pb-0"
        >
          {index < steps.length - 1 && (
            <span aria-hidden="true" className="absolute top-6 bottom-0 left-[0.6875rem] w-0.5 bg-line" />
          )}
          <span
            className={cx(
              'grid size-6 shrink-0 place-items-center rounded-full [&>svg]:size-3.5',
              LOOK[step.state],
            )}
          >
            <StepIcon state={step.state} />
          </span>
          <div className="min-w-0 flex-1">
            <p className="flex items-baseline justify-between gap-3">
              <span
                className={cx(
                  'text-body',
                  step.state === 'failed'
                    ? 'font-medium text-danger-ink'
                    : step.state === 'waiting' || step.state === 'skipped'
                      ? 'text-muted'
                      : 'text-ink',
                )}
              >
                {step.title}
                <span className="sr-only">
                  {' '}
                  <StepStateName state={step.state} />
                </span>
              </span>
              {step.aside && <span className="tabular shrink-0 text-caption text-muted">{step.aside}</span>}
            </p>
            {step.detail && <div className="mt-0.5 text-label text-muted">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepIcon({ state }: { state: StepState }) {
  if (state === 'done') return <Check aria-hidden="true" strokeWidth={3} />;
  if (state === 'failed') return <X aria-hidden="true" strokeWidth={3} />;
  if (state === 'skipped') return <Minus aria-hidden="true" strokeWidth={3} />;
  if (state === 'waiting') return <Clock aria-hidden="true" />;
  return <Spinner />;
}

function StepStateName({ state }: { state: StepState }) {
  if (state === 'done') return <Trans>已完成</Trans>;
  if (state === 'failed') return <Trans>未通过</Trans>;
  if (state === 'skipped') return <Trans>已跳过</Trans>;
  if (state === 'waiting') return <Trans>等待中</Trans>;
  return <Trans>进行中</Trans>;
}
