import { Trans, useLingui } from '@lingui/react/macro';
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { HandCoins, ShieldCheck } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { AccountAction } from '../../../contract/account-actions.ts';
import {
  purposeNames,
  type Verification,
  type VerificationLevel,
  type VerificationPurpose,
} from '../../../contract/verifications.ts';
import { useLocalized } from '../i18n/localized.ts';
import { Amount } from '../ui/amount.tsx';
import { Badge } from '../ui/badge.tsx';
import { Facts } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';
import type { Tone } from '../ui/tone.ts';

/** How a level is proven. */
const LEVEL_NAMES: Record<VerificationLevel, MessageDescriptor> = {
  1: msg`验证码`,
  2: msg`登录密码和验证码`,
  3: msg`登录密码和身份验证器，或通行密钥`,
};

/** Who proves it for lifting a freeze can't log in. */
export const wayToProve = (purpose: VerificationPurpose, level: VerificationLevel): MessageDescriptor =>
  purpose === 'unfreeze' ? msg`在“找回与挂失”里证明` : LEVEL_NAMES[level];

export const VERIFICATION_STATES: Record<Verification['state'], { name: MessageDescriptor; tone: Tone }> = {
  asked: { name: msg`等待验证`, tone: 'warning' },
  proven: { name: msg`已验证`, tone: 'success' },
  over: { name: msg`已过期`, tone: 'neutral' },
};

export const ACTION_STATES: Record<AccountAction['state'], { name: MessageDescriptor; tone: Tone }> = {
  waiting_customer: { name: msg`等待同意`, tone: 'warning' },
  waiting_approval: { name: msg`等待审批`, tone: 'info' },
  ready: { name: msg`正在办理`, tone: 'info' },
  executed: { name: msg`已办理`, tone: 'success' },
  failed: { name: msg`没有办成`, tone: 'danger' },
  declined: { name: msg`未同意`, tone: 'neutral' },
  rejected: { name: msg`没有获准`, tone: 'danger' },
  withdrawn: { name: msg`已撤回`, tone: 'neutral' },
  expired: { name: msg`已过期`, tone: 'neutral' },
};

/** Support asks who it is talking to. What is typed for it never comes here. @param children what can be done about it */
export function VerificationCard({
  verification: { purpose, level, state, until },
  children,
}: {
  verification: Verification;
  children?: ReactNode;
}) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { name, tone } = VERIFICATION_STATES[state];
  return (
    <Frame
      icon={<ShieldCheck />}
      title={<Trans>验证身份</Trans>}
      badge={<Badge tone={tone}>{t(name)}</Badge>}
    >
      <Facts
        className="mt-3"
        facts={[
          { label: <Trans>用于</Trans>, value: localized(purposeNames[purpose]) },
          { label: <Trans>方式</Trans>, value: t(wayToProve(purpose, level)) },
          {
            label: state === 'proven' ? <Trans>有效至</Trans> : <Trans>截止</Trans>,
            value: <Time value={until} />,
          },
        ]}
      />
      {children}
    </Frame>
  );
}

/** Support asks for consent to exactly this. @param children what can be done about it */
export function ConsentCard({ action, children }: { action: AccountAction; children?: ReactNode }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { state, summary, amount, currency, expiresAt } = action;
  const { name, tone } = ACTION_STATES[state];
  const waits = state === 'waiting_customer' || state === 'waiting_approval';
  return (
    <Frame icon={<HandCoins />} title={localized(summary)} badge={<Badge tone={tone}>{t(name)}</Badge>}>
      <Facts
        className="mt-3"
        facts={[
          { label: <Trans>事项</Trans>, value: localized(purposeNames[action.kind]) },
          ...(amount && currency
            ? [{ label: <Trans>金额</Trans>, value: <Amount value={amount} currency={currency} /> }]
            : []),
          ...(waits ? [{ label: <Trans>截止</Trans>, value: <Time value={expiresAt} /> }] : []),
        ]}
      />
      {children}
    </Frame>
  );
}

function Frame(props: { icon: ReactNode; title: ReactNode; badge: ReactNode; children: ReactNode }) {
  const titleId = useId();
  return (
    <article aria-labelledby={titleId} className="min-w-0 rounded-card bg-surface p-card shadow-card">
      <header className="flex items-start gap-2.5">
        <span aria-hidden="true" className="mt-0.5 shrink-0 text-accent-ink [&>svg]:size-icon">
          {props.icon}
        </span>
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold text-body">
          {props.title}
        </h2>
        {props.badge}
      </header>
      {props.children}
    </article>
  );
}
