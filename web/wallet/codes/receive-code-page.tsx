import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { v7 as newId } from 'uuid';
import { openReceiveCode } from '../../../contract/payer-codes.ts';
import { call, isNothingThere } from '../../shared/api.ts';
import { formatMoney } from '../../shared/money.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { useParam } from '../app/address.ts';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { receiveCodeQuery } from './queries.ts';

/** A merchant's static code was scanned: whom it pays, and how much. */
export function ReceiveCodePage() {
  const { t } = useLingui();
  const code = useParam('code');
  const receiver = useQuery(receiveCodeQuery(code));
  const isGone = isNothingThere(receiver.error);
  return (
    <Screen title={t`扫码付款`} name="pay_merchant" up="/">
      {receiver.data ? (
        <Pay code={code} receiver={receiver.data} />
      ) : receiver.isPending ? (
        <Card flush>
          <SkeletonList rows={2} />
        </Card>
      ) : (
        <Card>
          <ErrorState
            title={isGone ? <Trans>这个收款码已失效</Trans> : undefined}
            detail={isGone ? <Trans>请让商家出示新的收款码。</Trans> : undefined}
            onRetry={isGone ? undefined : () => void receiver.refetch()}
            retrying={receiver.isFetching}
          />
        </Card>
      )}
    </Screen>
  );
}

function Pay(props: { code: string; receiver: { merchantName: string; perDay: string; leftToday: string } }) {
  const { code, receiver } = props;
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const [amount, setAmount] = useState('');
  const [key] = useState(() => newId());
  const [tried, setTried] = useState(false);
  const nothing = amount === '' || amount === '0';
  const tooMuch = BigInt(amount || '0') > BigInt(receiver.leftToday);
  const money = (value: string) => formatMoney(value, 'CNY', { locale: i18n.locale }).replace(/\.00$/, '');
  const [perDay, left] = [money(receiver.perDay), money(receiver.leftToday)];
  const open = useMutation({
    mutationFn: () =>
      call(openReceiveCode, {
        params: { code },
        body: { amount, currency: 'CNY' },
        // One order for one amount, however often the button is pressed.
        idempotencyKey: `${key}:${amount}`,
      }),
    onSuccess: ({ id }) => void navigate({ to: '/checkout/$sessionId', params: { sessionId: id } }),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!nothing && !tooMuch) open.mutate();
      }}
    >
      <Card className="flex items-center gap-3">
        <Avatar name={receiver.merchantName} />
        <p className="min-w-0 flex-1 truncate font-medium text-body">{receiver.merchantName}</p>
      </Card>
      {open.isError && (
        <Banner tone="danger" live>
          {problemText(open.error, i18n.locale)}
        </Banner>
      )}
      <Card className="flex flex-col gap-6 lg:p-6">
        <AmountField
          label={<Trans>付款金额</Trans>}
          value={amount}
          onChange={setAmount}
          currency="CNY"
          autoFocus
          error={tooMuch ? t`扫静态码今天还能付 ${left}` : tried && nothing ? t`请输入金额` : undefined}
          hint={
            !tooMuch && (
              <Trans>
                扫静态码每天最多付 {perDay}，今天还能付 {left}
              </Trans>
            )
          }
        />
        <Button type="submit" wide loading={open.isPending}>
          <Trans>下一步</Trans>
        </Button>
      </Card>
      <p className="px-2 text-center text-caption text-muted">
        <Trans>请和收银员核对商家名称。大额付款请出示您的付款码，让商家来扫。</Trans>
      </p>
    </form>
  );
}
