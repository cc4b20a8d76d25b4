import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { FailureRemedy } from '../../../contract/failure.ts';
import type { Attempt, TraceEntry } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { type StepState, Steps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { formatDuration } from './duration.ts';
import { EvidenceWords } from './evidence-words.tsx';
import { MethodName } from './method-name.tsx';
import {
  ATTEMPT_NAMES,
  ATTEMPT_TONES,
  CATEGORY_NAMES,
  CHECK_NAMES,
  NEXT_NAMES,
  REMEDY_NAMES,
} from './payment-words.ts';
import { RawEvidence, RawSwitch } from './raw-evidence.tsx';

/** One attempt: with what, how it came out and why, and every check on the way in its order. */
export function AttemptTrace({
  attempt,
  currency,
  open,
}: {
  attempt: Attempt;
  currency: string;
  open: boolean;
}) {
  const { t } = useLingui();
  const [raw, setRaw] = useState(false);
  const total = attempt.trace.reduce((sum, entry) => sum + entry.durationMicroseconds, 0);
  return (
    <details open={open} className="group rounded-control border border-line">
      <summary className="flex min-h-target cursor-pointer list-none items-center gap-2 rounded-control px-3 py-2 text-label -outline-offset-2 hover:bg-pressed/60 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            <Trans>第 {attempt.number} 次</Trans> · <MethodName method={attempt.method} />
          </span>
          <span className="block text-caption text-muted">
            <Time value={attempt.startedAt} /> · <span className="tabular">{formatDuration(total)}</span>
          </span>
        </span>
        <Badge tone={ATTEMPT_TONES[attempt.status]}>{t(ATTEMPT_NAMES[attempt.status])}</Badge>
        <span
          aria-hidden="true"
          className="text-caption text-muted transition-transform group-open:rotate-90"
        >
          ›
        </span>
      </summary>
      <div className="border-line border-t p-3">
        {attempt.failure && <FailureFacts failure={attempt.failure} />}
        <Steps
          steps={attempt.trace.map((entry) => ({
            state: stateOf(entry, attempt),
            title: t(CHECK_NAMES[entry.check]),
            aside: entry.result === 'skipped' ? undefined : formatDuration(entry.durationMicroseconds),
            detail: (
              <>
                <EvidenceWords entry={entry} currency={currency} />
                {raw && <RawEvidence evidence={entry.evidence} />}
              </>
            ),
          }))}
        />
        <RawSwitch on={raw} onChange={setRaw} />
      </div>
    </details>
  );
}

function stateOf({ result }: TraceEntry, attempt: Attempt): StepState {
  if (result === 'passed') return 'done';
  if (result === 'failed') return 'failed';
  if (result === 'skipped') return 'skipped';
  return attempt.status === 'processing' ? 'current' : 'waiting';
}

function FailureFacts({ failure }: { failure: NonNullable<Attempt['failure']> }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const remedies = failure.remedies.filter((remedy): remedy is FailureRemedy => remedy in REMEDY_NAMES);
  return (
    <div className="mb-3 rounded-control bg-danger-soft px-3 py-2 text-label">
      <p className="flex flex-wrap items-center gap-x-2 font-medium text-danger-ink">
        {t(CATEGORY_NAMES[failure.category])}
        <code className="font-mono text-caption">{failure.code}</code>
      </p>
      <p className="mt-0.5 text-ink">{localized(failure.message)}</p>
      <p className="mt-1 text-caption text-muted">
        {t(NEXT_NAMES[failure.next])}
        {remedies.length > 0 && (
          <>
            {' · '}
            <Trans>可用办法：{remedies.map((remedy) => t(REMEDY_NAMES[remedy])).join(t`、`)}</Trans>
          </>
        )}
      </p>
    </div>
  );
}
