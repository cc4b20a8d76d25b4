import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useSearchText } from '../app/address.ts';
import { Screen } from '../app/screen.tsx';
import { AmountStep } from './amount-step.tsx';
import { type Payee, PayeeStep } from './payee-step.tsx';

/** To whom, then how much; `/transfer?to=<phone>` begins with the payee looked up. */
export function TransferPage() {
  const { t } = useLingui();
  const to = useSearchText('to') ?? '';
  const [payee, setPayee] = useState<Payee>();
  return (
    <Screen title={t`转账`} name="transfer" up="/" onBack={payee && (() => setPayee(undefined))}>
      {payee ? (
        <AmountStep payee={payee} onOther={() => setPayee(undefined)} />
      ) : (
        <PayeeStep initialPhone={to} onPayee={setPayee} />
      )}
    </Screen>
  );
}
