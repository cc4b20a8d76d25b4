import * as z from 'zod/mini';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { GuideRun } from '../../../contract/guides.ts';
import { checkUpSchema } from '../../../contract/contacts.ts';
import { type Payment, paymentDetailSchema, paymentSchema } from '../../../contract/payments.ts';
import { type lockReasons, lockStateSchema } from '../../../contract/recovery.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { MethodName } from './method-name.tsx';
import { moneyName, STATUS_NAMES } from './payment-words.ts';

type Evidence = GuideRun['history'][number]['evidence'];

const LOCK_NAMES: Record<(typeof lockReasons)[number], MessageDescriptor> = {
  wrong_password: msg`密码输错`,
  abnormal_transactions: msg`交易异常`,
  frozen: msg`客户冻结`,
};

/** What a guide's step saw, in words, as far as the desk has words for it; the raw record stands below it. */
export function GuideEvidence({ evidence }: { evidence: Evidence }): ReactNode {
  const { t } = useLingui();
  const { payment, available, methods, candidates, accountLocked, askedRail, refused, group, lock, checkUp } =
    evidence;
  const seen = paymentDetailSchema.safeParse(payment);
  const lines: ReactNode[] = [];
  if (seen.success) {
    lines.push(<SeenPayment key="payment" payment={seen.data} />);
    if (typeof available === 'string') {
      lines.push(
        <Trans key="available">
          可用余额 <Amount value={available} currency={seen.data.currency} />
        </Trans>,
      );
    }
  }
  if (Array.isArray(candidates)) {
    lines.push(<Plural key="candidates" value={candidates.length} other="可能是这 # 笔之一" />);
  }
  if (Array.isArray(methods)) {
    lines.push(
      <Plural key="methods" value={methods.length} _0="没有绑定付款方式" other="绑定了 # 种付款方式" />,
    );
  }
  if (accountLocked === true) lines.push(<Trans key="locked">账户已锁定</Trans>);
  if (askedRail === true) lines.push(<Trans key="asked">已向银行查询</Trans>);
  const alike = z.array(paymentSchema).safeParse(group);
  if (alike.success) {
    for (const one of alike.data) lines.push(<SeenPayment key={one.id} payment={one} />);
  }
  const locked = lockStateSchema.safeParse(lock);
  if (locked.success) {
    lines.push(
      <Trans key="lock">
        锁定：{locked.data.locks.map(({ reason }) => t(LOCK_NAMES[reason])).join(t`、`) || t`没有`}
      </Trans>,
    );
  }
  const score = checkUpSchema.safeParse(checkUp);
  if (score.success) lines.push(<Trans key="score">安全分 {score.data.score} / 100</Trans>);
  if (typeof refused === 'string') {
    lines.push(
      <Trans key="refused">
        没有做成 <code className="font-mono">{refused}</code>
      </Trans>,
    );
  }
  if (lines.length === 0) return null;
  return (
    <ul className="mt-0.5 text-caption">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are in a fixed order
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}

function SeenPayment({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const localized = useLocalized();
  return (
    <>
      {localized(payment.counterparty.name)} <Amount value={payment.amount} currency={payment.currency} /> ·{' '}
      <MethodName method={payment.method} /> · {t(STATUS_NAMES[payment.status])} · {t(moneyName(payment))}
      {payment.failure && (
        <>
          {' · '}
          <code className="font-mono">{payment.failure.code}</code>
        </>
      )}
    </>
  );
}
