import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { lookUpPayee } from '../../../contract/payments.ts';
import type { ResultOf } from '../../../contract/route.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { PhoneField } from '../../shared/ui/phone-field.tsx';
import { isEmailLike, namedBy } from '../../shared/ui/phone-or-email.ts';
import { problemText } from '../app/problem-text.ts';
import { addressRefused } from '../session/address-field.tsx';

export type Payee = ResultOf<typeof lookUpPayee>;

const ABOUT_THE_PAYEE = new Set(['payee_not_found', 'payee_is_self']);

/** An email, or a phone: a bare Chinese number in a link is meant as one. */
function asEntered(address: string): string {
  if (isEmailLike(address)) return address.trim();
  const digits = address.replace(/[\s-]/g, '');
  if (/^1\d{10}$/.test(digits)) return `+86${digits}`;
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : digits;
}

/** The payee by phone or email. The name comes back masked and is confirmed on the next step. */
export function PayeeStep(props: { initialAddress: string; onPayee: (payee: Payee) => void }) {
  const { i18n, t } = useLingui();
  const [address, setAddress] = useState(() => asEntered(props.initialAddress));
  const [tried, setTried] = useState(false);
  const lookUp = useMutation({
    mutationFn: () => call(lookUpPayee, { body: namedBy(address) }),
    onSuccess: props.onPayee,
  });
  // A link names the payee: no need to press anything.
  const fromLink = useRef(props.initialAddress !== '');
  const follow = useEffectEvent(() => {
    if (fromLink.current) lookUp.mutate();
    fromLink.current = false;
  });
  useEffect(() => follow(), []);

  const { error } = lookUp;
  const refused = addressRefused(error);
  const aboutPayee = error instanceof ApiProblem && ABOUT_THE_PAYEE.has(error.code);
  return (
    <Card className="lg:p-6">
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (address) lookUp.mutate();
        }}
      >
        <PhoneField
          label={<Trans>收款人的手机号或邮箱</Trans>}
          name="payee"
          orEmail
          autoComplete="off"
          value={address}
          onChange={(next) => {
            setAddress(next);
            if (error) lookUp.reset();
          }}
          autoFocus
          hint={<Trans>转给绑定了它的 UPay 用户，下一步会显示对方隐去姓氏的名字。</Trans>}
          error={
            tried && address === ''
              ? t`请输入收款人的手机号或邮箱`
              : refused
                ? t`这个手机号或邮箱不正确，请核对后再试`
                : aboutPayee
                  ? error.message
                  : undefined
          }
        />
        {error && !refused && !aboutPayee && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={lookUp.isPending}>
          <Trans>下一步</Trans>
        </Button>
      </form>
    </Card>
  );
}
