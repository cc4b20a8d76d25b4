import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addBankAccount } from '../../../contract/payments.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useSearchText } from '../app/address.ts';
import { fieldRefused, problemText } from '../app/problem-text.ts';
import { safeReturn } from '../app/return-path.ts';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';
import { methodsQuery } from './queries.ts';

/** A bank account, to top up from and withdraw to. */
export function NewAccountPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const [accountNumber, setAccountNumber] = useState('');
  const [typedName, setTypedName] = useState<string>();
  const [tried, setTried] = useState(false);
  const holderName = typedName ?? me.data?.name ?? '';
  const digits = accountNumber.replace(/ /g, '');
  const wrong = {
    accountNumber: digits.length < 8 ? t`账号太短，请再核对一遍` : undefined,
    holderName: holderName.trim() === '' ? t`请填写户名` : undefined,
  };
  const add = useMutation({
    mutationFn: () => call(addBankAccount, { body: { accountNumber, holderName } }),
    onSuccess: () => {
      toast(t`银行账户已添加`, { tone: 'success' });
      void client.invalidateQueries({ queryKey: methodsQuery.queryKey });
      void navigate({ to: returnTo ? safeReturn(returnTo) : '/methods', replace: true });
    },
  });
  const { error } = add;
  const numberRefused =
    (error instanceof ApiProblem && error.code === 'invalid_bank_account') ||
    fieldRefused(error, 'accountNumber');

  return (
    <Screen title={t`添加银行账户`} name="add_bank_account" up="/methods">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!wrong.accountNumber && !wrong.holderName) add.mutate();
        }}
      >
        <Card className="flex flex-col gap-5 lg:p-6">
          <TextField
            label={<Trans>银行账号</Trans>}
            name="accountNumber"
            inputMode="numeric"
            autoComplete="off"
            autoFocus
            value={accountNumber}
            onChange={(event) => {
              if (error) add.reset();
              const typed = event.target.value.normalize('NFKC').replace(/\D/g, '').slice(0, 27);
              setAccountNumber(typed.match(/.{1,4}/g)?.join(' ') ?? '');
            }}
            error={numberRefused ? t`银行账号不正确，请再核对一遍` : tried ? wrong.accountNumber : undefined}
            inputClassName="tabular tracking-wide"
          />
          <TextField
            label={<Trans>户名</Trans>}
            name="holderName"
            autoComplete="name"
            maxLength={80}
            value={holderName}
            onChange={(event) => setTypedName(event.target.value)}
            hint={<Trans>只能添加您本人的账户。</Trans>}
            error={
              fieldRefused(error, 'holderName')
                ? t`户名里有不能用的字符`
                : tried
                  ? wrong.holderName
                  : undefined
            }
          />
          {error && !numberRefused && !fieldRefused(error, 'holderName') && (
            <Banner tone="danger" live>
              {problemText(error, i18n.locale)}
            </Banner>
          )}
          <Button type="submit" wide loading={add.isPending}>
            <Trans>添加</Trans>
          </Button>
        </Card>
      </form>
    </Screen>
  );
}
