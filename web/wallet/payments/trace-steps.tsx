import { t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Attempt, Check, TraceEntry } from '../../../contract/payments.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatMoment } from '../../shared/time.ts';
import { Steps, type StepState } from '../../shared/ui/steps.tsx';

/** The checks of one attempt in order, in plain words. */
export function TraceSteps({ attempt, currency }: { attempt: Attempt; currency: string }) {
  const { i18n } = useLingui();
  return (
    <Steps
      steps={attempt.trace.map((entry) => ({
        state: stateOf(entry, attempt.status),
        title: checkName(entry.check),
        detail: sentenceOf(entry, attempt, currency, i18n.locale),
        aside:
          entry.durationMicroseconds >= 50 ? duration(entry.durationMicroseconds, i18n.locale) : undefined,
      }))}
    />
  );
}

function stateOf(entry: TraceEntry, status: Attempt['status']): StepState {
  if (entry.result === 'passed') return 'done';
  if (entry.result === 'failed') return 'failed';
  if (entry.result === 'skipped') return 'skipped';
  return status === 'processing' ? 'current' : 'waiting';
}

function checkName(check: Check): string {
  switch (check) {
    case 'session':
      return t`登录状态`;
    case 'limits':
      return t`限额`;
    case 'payment_password':
      return t`支付密码`;
    case 'risk':
      return t`安全检查`;
    case 'funds':
      return t`资金`;
    case 'rail':
      return t`入账或银行处理`;
  }
}

function duration(microseconds: number, locale: string): string {
  const milliseconds = microseconds / 1000;
  const long = milliseconds >= 1000;
  const value = long ? milliseconds / 1000 : milliseconds;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: long ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** What was seen at a check; undefined where its name and result say it all. */
function sentenceOf(
  entry: TraceEntry,
  { trace }: Attempt,
  currency: string,
  locale: string,
): string | undefined {
  if (entry.evidence.rule === 'small_payment') return t`在您设的小额免密额度内`;
  if (entry.result === 'skipped')
    return trace.some(({ result }) => result === 'failed') ? t`前面没有通过，这一步没有做` : t`不需要这一步`;
  switch (entry.check) {
    case 'session':
      return entry.result === 'passed' ? t`您已登录，设备有效` : t`登录已失效`;
    case 'limits':
      return limitsSentence(entry, currency, locale);
    case 'payment_password':
      return passwordSentence(entry, locale);
    case 'risk':
      if (entry.result === 'unknown') return t`正在人工核实`;
      return entry.result === 'passed' ? t`没有发现异常` : t`为保护您的资金，这笔付款没有放行`;
    case 'funds':
      return fundsSentence(entry, currency, locale);
    case 'rail':
      return railSentence(entry);
  }
}

function limitsSentence({ result, evidence }: TraceEntry, currency: string, locale: string) {
  if (result === 'passed') return t`没有超过限额`;
  const left = money(evidence.remaining, currency, locale);
  if (typeof evidence.reducedUntil === 'string') {
    const until = formatMoment(Date.parse(evidence.reducedUntil), locale, Date.now());
    return t`找回账户后限额较低，现在还可以付 ${left}，${until} 恢复`;
  }
  if (evidence.limit === 'per_payment') return t`单笔最多 ${left}`;
  if (evidence.limit === 'per_day') return t`今天还可以付 ${left}`;
  if (evidence.limit === 'payer_code_per_day') return t`用付款码今天还可以付 ${left}`;
  if (evidence.limit === 'merchant_code_per_day') return t`扫静态码今天还能付 ${left}`;
  if (evidence.limit === 'per_month') return t`这个月还可以付 ${left}`;
  if (evidence.limit === 'method_per_day') return t`这张卡今天还可以用 ${left}`;
  if (evidence.limit === 'method_payments_per_day') return t`这张卡今天用的次数已满`;
  if (evidence.limit === 'payments_per_minute') return t`一分钟内付款太多，请稍等再试`;
  if (evidence.limit === 'payments_per_day') return t`今天付款的次数已满`;
  return t`这种付款方式不支持这类交易`;
}

function passwordSentence({ result, evidence }: TraceEntry, locale: string) {
  if (evidence.rule === 'scheduled_retry') return t`您第一次付时确认过`;
  if (result === 'passed') return t`正确`;
  if (typeof evidence.lockedUntil === 'string') {
    const until = formatMoment(Date.parse(evidence.lockedUntil), locale, Date.now());
    return t`已锁定，${until} 解除`;
  }
  const { triesLeft } = evidence;
  return typeof triesLeft === 'number' ? t`不正确，还可以再试 ${triesLeft} 次` : t`不正确`;
}

function fundsSentence({ result, evidence }: TraceEntry, currency: string, locale: string) {
  if (result === 'passed') return evidence.method === 'balance' ? t`余额足够` : t`由银行卡或银行账户付款`;
  const available = money(evidence.available, currency, locale);
  return t`余额不够，当时可用 ${available}`;
}

function railSentence({ result, evidence }: TraceEntry) {
  if (typeof evidence.lateFor === 'string') return t`银行当时没有结果，后来才告诉我们成功`;
  const { network, code } = evidence;
  const returned = typeof code === 'string' ? t`银行返回码 ${`${network} ${code}`}` : undefined;
  if (result === 'passed') return evidence.rail === 'ledger' ? t`已记入双方账户` : t`银行已确认`;
  if (result === 'failed') {
    if (evidence.outcome === 'unreachable') return t`没有连上银行，付款没有发出`;
    return returned ? t`银行拒绝了，${returned}` : t`银行拒绝了`;
  }
  if (evidence.outcome === 'requires_action') return t`银行要求您确认`;
  return t`银行还没有答复`;
}

function money(value: unknown, currency: string, locale: string): string {
  const minor = typeof value === 'string' && /^-?\d+$/.test(value) ? value : '0';
  return formatMoney(minor, currency, { locale });
}
