import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { hasHiddenCharacters } from '../../../contract/text.ts';
import { formatMoney } from '../../shared/money.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { walletQuery } from '../me/queries.ts';
import { PayFlow, type PayRequest } from '../pay/pay-flow.tsx';
import type { Payee } from './payee-step.tsx';

const CURRENCY = 'CNY';

/** The payee to recognise, the amount, a note; then the payment password. */
export function AmountStep(props: {
  payee: Payee;
  /** What the payee asked for by a link. */
  asked?: { amount?: string; note?: string };
  onOther: () => void;
}) {
  const { payee, asked, onOther } = props;
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const [amount, setAmount] = useState(asked?.amount ?? '');
  const [note, setNote] = useState(asked?.note ?? '');
  const [tried, setTried] = useState(false);
  const [paying, setPaying] = useState<PayRequest | null>(null);
  const wallet = useQuery(walletQuery);
  const available = wallet.data?.balances.find(({ currency }) => currency === CURRENCY)?.available ?? '0';
  const shownAvailable = formatMoney(available, CURRENCY, { locale: i18n.locale });
  const noteWrong = hasHiddenCharacters(note.trim());
  const nothing = amount === '' || amount === '0';

  const submit = () => {
    setTried(true);
    if (nothing || noteWrong) return;
    const { payeeId, maskedName } = payee;
    setPaying({
      kind: 'transfer',
      payeeId,
      payee: maskedName,
      amount,
      currency: CURRENCY,
      note: note.trim() || undefined,
    });
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Card className="flex items-center gap-3">
        <Avatar name={payee.maskedName.replace(/^\*+/, '') || payee.maskedName} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium text-body">{payee.maskedName}</p>
          <p className="tabular text-label text-muted">{payee.maskedContact}</p>
        </div>
        <Button variant="quiet" size="small" onClick={onOther}>
          <Trans>换人</Trans>
        </Button>
      </Card>
      <Card className="flex flex-col gap-6 lg:p-6">
        <AmountField
          label={<Trans>转账金额</Trans>}
          value={amount}
          onChange={setAmount}
          currency={CURRENCY}
          autoFocus
          error={tried && nothing ? t`请输入金额` : undefined}
          hint={
            wallet.data &&
            (BigInt(amount || '0') > BigInt(available) ? (
              <Trans>余额只有 {shownAvailable}，可以用银行卡付</Trans>
            ) : (
              <Trans>可用余额 {shownAvailable}</Trans>
            ))
          }
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
        <Button type="submit" wide>
          <Trans>确认转账</Trans>
        </Button>
      </Card>
      <p className="px-2 text-center text-caption text-muted">
        <Trans>
          转账即时到账，不能撤回。请核对收款人；陌生人以退款、客服、中奖为由要您转账的，都是骗局。
        </Trans>
      </p>
      <PayFlow
        request={paying}
        onClose={() => setPaying(null)}
        onOutcome={({ payment }) =>
          void navigate({ to: '/payments/$id/result', params: { id: payment.id }, replace: true })
        }
      />
    </form>
  );
}
