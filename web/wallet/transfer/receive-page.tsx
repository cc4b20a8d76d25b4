import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Copy, Share2 } from 'lucide-react';
import { useState } from 'react';
import { createPaymentRequest } from '../../../contract/payment-requests.ts';
import { hasHiddenCharacters } from '../../../contract/text.ts';
import { call } from '../../shared/api.ts';
import { formatMoney } from '../../shared/money.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { copy } from '../app/copy.ts';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';

const CURRENCY = 'CNY';

/** A code others scan to transfer to me, with or without an amount. It names me without my phone. */
export function ReceivePage() {
  const { i18n, t } = useLingui();
  const me = useQuery(meQuery);
  const [asked, setAsked] = useState<{ amount?: string; note?: string }>({});
  const [editing, setEditing] = useState(false);
  const request = useQuery({
    queryKey: ['payment-request', asked],
    queryFn: () => call(createPaymentRequest, { body: { currency: CURRENCY, ...asked } }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const link = request.data && `${location.origin}/transfer?request=${request.data.code}`;
  const amount = asked.amount && formatMoney(asked.amount, CURRENCY, { locale: i18n.locale });

  return (
    <Screen title={t`收款码`} name="receive" up="/">
      <Card className="flex flex-col items-center px-6 py-8 text-center">
        {request.isError ? (
          <ErrorState onRetry={() => void request.refetch()} retrying={request.isFetching} />
        ) : !me.data || !link ? (
          <Skeleton className="size-60" />
        ) : (
          <>
            <p className="font-medium text-title">{me.data.name}</p>
            <p className="tabular mt-0.5 text-label text-muted">{me.data.maskedContact}</p>
            {amount && <p className="mt-3 font-semibold text-display">{amount}</p>}
            {asked.note && <p className="mt-1 text-label text-muted">{asked.note}</p>}
            <QrCode
              value={link}
              label={t`给我转账的二维码`}
              className="mt-5 size-60 border border-line p-2 lg:size-72"
            />
            <p className="mt-4 max-w-xs text-label text-muted">
              <Trans>
                让对方用手机相机扫一扫，就会打开给您转账的页面。链接里没有您的手机号，七天内有效。
              </Trans>
            </p>
            <div className="mt-5 flex flex-wrap justify-center gap-3">
              <Button variant="secondary" onClick={() => setEditing(true)}>
                {amount ? <Trans>改金额</Trans> : <Trans>设置金额</Trans>}
              </Button>
              <Button variant="secondary" icon={<Copy />} onClick={() => void copy(link, t`收款链接已复制`)}>
                <Trans>复制链接</Trans>
              </Button>
              {'share' in navigator && (
                <Button
                  icon={<Share2 />}
                  onClick={() => void navigator.share({ title: 'UPay', url: link }).catch(() => {})}
                >
                  <Trans>分享</Trans>
                </Button>
              )}
            </div>
          </>
        )}
      </Card>
      {editing && (
        <AskSheet
          onClose={() => setEditing(false)}
          onAsk={(next) => {
            setAsked(next);
            setEditing(false);
          }}
        />
      )}
    </Screen>
  );
}

function AskSheet(props: {
  onClose: () => void;
  onAsk: (asked: { amount?: string; note?: string }) => void;
}) {
  const { t } = useLingui();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const noteWrong = hasHiddenCharacters(note.trim());
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={<Trans>设置收款金额</Trans>}
      footer={
        <Button
          wide
          disabled={noteWrong}
          onClick={() => {
            const isSet = amount !== '' && amount !== '0';
            props.onAsk({
              ...(isSet ? { amount } : {}),
              ...(note.trim() ? { note: note.trim() } : {}),
            });
          }}
        >
          <Trans>生成收款码</Trans>
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <AmountField
          label={<Trans>收款金额</Trans>}
          value={amount}
          onChange={setAmount}
          currency={CURRENCY}
          autoFocus
          hint={<Trans>不填就由对方输入</Trans>}
        />
        <TextField
          label={<Trans>附言（选填）</Trans>}
          name="note"
          maxLength={100}
          autoComplete="off"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          error={noteWrong ? t`附言里有不能用的字符` : undefined}
        />
      </div>
    </Sheet>
  );
}
