import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { addCard } from '../../../contract/payments.ts';
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
import { NetworkBadge } from '../pay/method-icon.tsx';
import { formatCardNumber, formatExpiry, isPast, networkOf, parseExpiry, passesLuhn } from './card-number.ts';
import { methodsQuery } from './queries.ts';

/** Which field a refusal belongs to. */
const FIELD_OF: Partial<Record<string, 'number' | 'expiry' | 'cvc'>> = {
  incorrect_number: 'number',
  expired_card: 'expiry',
  incorrect_cvc: 'cvc',
};

/** A card's number, expiry, security code and holder. They go to the card network; UPay keeps the last four digits. */
export function NewCardPage() {
  const { i18n, t } = useLingui();
  const returnTo = useSearchText('returnTo');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [number, setNumber] = useState('');
  const [expiry, setExpiry] = useState('');
  const [cvc, setCvc] = useState('');
  const [holderName, setHolderName] = useState('');
  const [tried, setTried] = useState(false);

  const network = networkOf(number.replace(/\D/g, ''));
  const parsed = parseExpiry(expiry);
  const cvcLength = network === 'amex' ? 4 : 3;
  const wrong = {
    number: passesLuhn(number) ? undefined : t`卡号不对，请再核对一遍`,
    expiry: !parsed ? t`请按卡面填写月和年，例如 12 / 29` : isPast(parsed) ? t`这张卡已过期` : undefined,
    cvc: cvc.length === cvcLength ? undefined : t`是卡上的 ${cvcLength} 位数字`,
    holderName: holderName.trim() === '' ? t`请填写持卡人姓名` : undefined,
  };
  const add = useMutation({
    mutationFn: (date: { month: number; year: number }) =>
      call(addCard, { body: { number, expiryMonth: date.month, expiryYear: date.year, cvc, holderName } }),
    onSuccess: () => {
      toast(t`银行卡已添加`, { tone: 'success' });
      void client.invalidateQueries({ queryKey: methodsQuery.queryKey });
      void navigate({ to: returnTo ? safeReturn(returnTo) : '/methods', replace: true });
    },
  });
  const { error } = add;
  const refusedField = error instanceof ApiProblem ? FIELD_OF[error.code] : undefined;
  const errorOf = (field: keyof typeof wrong) => {
    if (refusedField === field || fieldRefused(error, field)) {
      return refusedField ? error?.message : t`请再核对一遍`;
    }
    return tried ? wrong[field] : undefined;
  };
  const typed = (set: (value: string) => void) => (value: string) => {
    if (error) add.reset();
    set(value);
  };

  return (
    <Screen title={t`添加银行卡`} name="add_card" up="/methods">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (parsed && Object.values(wrong).every((text) => text === undefined)) add.mutate(parsed);
        }}
      >
        <Card className="flex flex-col gap-5 lg:p-6">
          <TextField
            label={<Trans>卡号</Trans>}
            name="number"
            inputMode="numeric"
            autoComplete="cc-number"
            autoFocus
            value={number}
            onChange={(event) => typed(setNumber)(formatCardNumber(event.target.value))}
            onBlur={() => number && !passesLuhn(number) && setTried(true)}
            error={errorOf('number')}
            inputClassName="tabular tracking-wide"
            trailing={
              network && (
                <span className="pr-2">
                  <NetworkBadge network={network} />
                </span>
              )
            }
          />
          <div className="grid grid-cols-2 items-start gap-4">
            <TextField
              label={<Trans>有效期</Trans>}
              name="expiry"
              inputMode="numeric"
              autoComplete="cc-exp"
              placeholder={t`月 / 年`}
              value={expiry}
              onChange={(event) => typed(setExpiry)(formatExpiry(event.target.value))}
              error={errorOf('expiry')}
              inputClassName="tabular"
            />
            <TextField
              label={<Trans>安全码</Trans>}
              name="cvc"
              inputMode="numeric"
              autoComplete="cc-csc"
              placeholder="CVC"
              value={cvc}
              onChange={(event) =>
                typed(setCvc)(event.target.value.normalize('NFKC').replace(/\D/g, '').slice(0, cvcLength))
              }
              error={errorOf('cvc')}
              inputClassName="tabular"
            />
          </div>
          <TextField
            label={<Trans>持卡人姓名</Trans>}
            name="holderName"
            autoComplete="cc-name"
            maxLength={80}
            value={holderName}
            onChange={(event) => typed(setHolderName)(event.target.value)}
            error={errorOf('holderName')}
          />
          {error && !refusedField && (
            <Banner tone="danger" live>
              {problemText(error, i18n.locale)}
            </Banner>
          )}
          <Button type="submit" wide loading={add.isPending}>
            <Trans>添加</Trans>
          </Button>
        </Card>
        <p className="mt-4 flex items-start justify-center gap-1.5 px-2 text-caption text-muted">
          <Lock aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          <Trans>卡号和安全码直接交给卡组织保管，UPay 只留下末四位。</Trans>
        </p>
      </form>
    </Screen>
  );
}
