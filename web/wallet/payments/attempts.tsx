import { Trans } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import type { Attempt, PaymentDetail } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Time } from '../../shared/ui/time.tsx';
import type { Tone } from '../../shared/ui/tone.ts';
import { methodName } from '../pay/method-name.ts';
import { TraceSteps } from './trace-steps.tsx';

const TONE: Record<Attempt['status'], Tone> = {
  succeeded: 'success',
  failed: 'danger',
  processing: 'warning',
  requires_action: 'warning',
};

/** Every attempt, the newest first and open, with what was checked and how it came out. */
export function Attempts({ payment }: { payment: PaymentDetail }) {
  const localized = useLocalized();
  const newestFirst = payment.attempts.toReversed();
  return (
    <Card title={<Trans>处理经过</Trans>}>
      <div className="flex flex-col divide-y divide-line">
        {newestFirst.map((attempt, index) => (
          <details key={attempt.id} open={index === 0} className="group py-1 first:pt-0 last:pb-0">
            <summary className="flex min-h-target cursor-pointer list-none items-center gap-2 [&::-webkit-details-marker]:hidden">
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2">
                  <span className="text-body">
                    <Trans>第 {attempt.number} 次</Trans> · {methodName(attempt.method, localized)}
                  </span>
                  <Badge tone={TONE[attempt.status]}>
                    <StatusName status={attempt.status} />
                  </Badge>
                </span>
                <span className="block text-caption text-muted">
                  <Time value={attempt.startedAt} />
                </span>
              </span>
              <ChevronDown
                aria-hidden="true"
                className="size-5 shrink-0 text-muted transition-transform group-open:rotate-180"
              />
            </summary>
            <div className="pt-3 pb-2">
              <TraceSteps attempt={attempt} currency={payment.currency} />
            </div>
          </details>
        ))}
      </div>
    </Card>
  );
}

function StatusName({ status }: { status: Attempt['status'] }) {
  if (status === 'succeeded') return <Trans>成功</Trans>;
  if (status === 'failed') return <Trans>未成功</Trans>;
  if (status === 'requires_action') return <Trans>待银行确认</Trans>;
  return <Trans>处理中</Trans>;
}
