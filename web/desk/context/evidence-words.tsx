import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { TraceEntry } from '../../../contract/payments.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Time } from '../../shared/ui/time.tsx';

export interface EvidenceWordsProps {
  entry: TraceEntry;
  currency: string;
}

/** What a check saw, in a sentence; nothing for what has no words yet: the raw record stands below it. */
export function EvidenceWords({ entry, currency }: EvidenceWordsProps): ReactNode {
  const { evidence } = entry;
  if (evidence.rule === 'small_payment') return <Trans>在客户设的小额免密额度内</Trans>;
  if (entry.result === 'skipped') return <Trans>没有做这一步</Trans>;
  switch (entry.check) {
    case 'session':
      return <Trans>客户在已登录的设备上发起</Trans>;
    case 'limits':
      return <LimitWords evidence={evidence} currency={currency} />;
    case 'payment_password':
      if (typeof evidence.triesLeft === 'number') {
        return <Plural value={evidence.triesLeft} other="输入错误，还可以再试 # 次" />;
      }
      if (typeof evidence.lockedUntil === 'string') {
        return (
          <Trans>
            输错次数过多，锁定至 <Time inSentence value={evidence.lockedUntil} />
          </Trans>
        );
      }
      if (evidence.rule === 'scheduled_retry') return <Trans>按客户当初的确认自动再试</Trans>;
      return <Trans>输入正确</Trans>;
    case 'risk':
      return <RiskWords rule={evidence.rule} />;
    case 'funds':
      if (typeof evidence.available === 'string') {
        return (
          <Trans>
            可用余额只有 <Amount value={evidence.available} currency={currency} />
          </Trans>
        );
      }
      return evidence.method === 'balance' ? <Trans>余额足够</Trans> : <Trans>由银行扣款，不用余额</Trans>;
    case 'rail':
      return <RailWords evidence={evidence} />;
  }
}

type Evidence = TraceEntry['evidence'];

function LimitWords({ evidence, currency }: { evidence: Evidence; currency: string }): ReactNode {
  const { limit, remaining, resetsAt, spentToday, paymentsToday } = evidence;
  const money = (value: unknown) => <Amount value={String(value)} currency={currency} />;
  if (limit === 'per_payment') return <Trans>超过单笔限额，每笔最多 {money(remaining)}</Trans>;
  if (limit === 'per_day') {
    return (
      <Trans>
        超过当日限额，今天还能付 {money(remaining)}，<Time inSentence value={String(resetsAt)} /> 恢复
      </Trans>
    );
  }
  if (limit === 'payer_code_per_day')
    return <Trans>超过付款码的当日限额，今天还能付 {money(remaining)}</Trans>;
  if (limit === 'merchant_code_per_day')
    return <Trans>超过静态收款码的当日限额，今天还能付 {money(remaining)}</Trans>;
  if (limit === 'payments_per_day') {
    return (
      <Trans>
        当日付款次数已达上限，
        <Time inSentence value={String(resetsAt)} /> 恢复
      </Trans>
    );
  }
  if (limit === 'method_for_this_kind') return <Trans>这种付款方式不能用于这类交易</Trans>;
  if (typeof spentToday === 'string' && typeof paymentsToday === 'number') {
    return (
      <Trans>
        当日此前已付 {paymentsToday} 笔，共 {money(spentToday)}
      </Trans>
    );
  }
  return null;
}

function RiskWords({ rule }: { rule: Evidence[string] | undefined }): ReactNode {
  if (rule === undefined || rule === 'none') return <Trans>没有命中规则</Trans>;
  if (rule === 'payee_is_locked') return <Trans>收款人的账户已锁定</Trans>;
  if (rule === 'new_account_sends_much') return <Trans>新注册账户转出大额资金</Trans>;
  return (
    <Trans>
      命中规则 <code className="font-mono">{String(rule)}</code>
    </Trans>
  );
}

function RailWords({ evidence }: { evidence: Evidence }): ReactNode {
  const { t } = useLingui();
  const { rail, source, outcome, network, code, asked } = evidence;
  if (rail === 'ledger') return <Trans>在钱包内即时记账，不经过银行</Trans>;
  const told: Record<string, string> = {
    answer: t`当场答复`,
    callback: t`异步通知`,
    inquiry: t`查询得知`,
  };
  const outcomes: Record<string, string> = {
    succeeded: t`银行已扣款`,
    declined: t`银行拒绝`,
    unknown: t`没有得到答复`,
    unreachable: t`没有连上银行，没有发出`,
    pending: t`银行还在处理`,
    not_found: t`银行没有这笔交易`,
    requires_action: t`银行要求客户确认`,
  };
  return (
    <>
      {typeof outcome === 'string' ? (outcomes[outcome] ?? outcome) : String(rail ?? '')}
      {typeof source === 'string' && ` · ${told[source] ?? source}`}
      {code !== null && code !== undefined && (
        <>
          {' · '}
          <code className="font-mono">
            {network === null || network === undefined ? '' : `${String(network)} `}
            {String(code)}
          </code>
        </>
      )}
      {typeof asked === 'number' && asked > 1 && (
        <>
          {' · '}
          <Plural value={asked} other="共问过 # 次" />
        </>
      )}
    </>
  );
}
