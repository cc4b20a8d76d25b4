import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Headset } from 'lucide-react';

export interface SupportContext {
  /** The screen's name in snake_case, as the agent will see it. */
  screen: string;
  paymentId?: string;
  paymentMethodId?: string;
}

/** 联系客服, at the right of every header: opens the chat with the screen's context. */
export function SupportLink({ onHero, ...context }: SupportContext & { onHero?: boolean }) {
  const { t } = useLingui();
  return (
    <Link
      to="/support"
      search={context}
      aria-label={t`联系客服`}
      className={`inline-flex min-h-target min-w-target items-center justify-center gap-1 rounded-button px-2.5 text-label whitespace-nowrap ${
        onHero ? 'text-on-hero hover:bg-white/15' : 'text-accent-ink hover:bg-accent-soft'
      }`}
    >
      <Headset aria-hidden="true" className="size-icon" />
      <span aria-hidden="true">
        <Trans>客服</Trans>
      </span>
    </Link>
  );
}
