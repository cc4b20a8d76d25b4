import { Trans } from '@lingui/react/macro';
import type { LocalizedText } from '../../../contract/text.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';

export interface MethodNameProps {
  method: { type: string; bank?: LocalizedText; last4?: string };
}

/** 招商银行 (8821), or the balance. */
export function MethodName({ method }: MethodNameProps) {
  const localized = useLocalized();
  if (method.type === 'balance') return <Trans>账户余额</Trans>;
  return (
    <>
      {method.bank ? (
        localized(method.bank)
      ) : method.type === 'card' ? (
        <Trans>银行卡</Trans>
      ) : (
        <Trans>银行账户</Trans>
      )}
      {method.last4 && <span className="tabular whitespace-nowrap"> ({method.last4})</span>}
    </>
  );
}
