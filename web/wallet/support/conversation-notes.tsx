import { Trans } from '@lingui/react/macro';
import { Clock3, ShieldCheck } from 'lucide-react';

/** What everybody should know before they write: when people answer, and what they never ask for. */
export function ConversationNotes() {
  return (
    <div className="mx-auto mt-2 flex max-w-md flex-col items-center gap-1 px-2 py-2 text-center text-caption text-muted">
      <p className="inline-flex items-start gap-1.5">
        <Clock3 aria-hidden="true" className="mt-[0.2em] size-3.5 shrink-0" />
        <Trans>智能助手 24 小时在线，随时可以转人工，排队时会显示预计等待时间</Trans>
      </p>
      <p className="inline-flex items-start gap-1.5">
        <ShieldCheck aria-hidden="true" className="mt-[0.2em] size-3.5 shrink-0 text-success-ink" />
        <Trans>客服不会向您索要密码或验证码</Trans>
      </p>
    </div>
  );
}
