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
import { problemText } from '../app/problem-text.ts';

export type Payee = ResultOf<typeof lookUpPayee>;

const ABOUT_THE_PHONE = new Set(['payee_not_found', 'payee_is_self', 'phone_invalid', 'invalid_request']);

/** A bare Chinese number in a link is meant as one. */
function asE164(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '');
  if (/^1\d{10}$/.test(digits)) return `+86${digits}`;
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : digits;
}

/** The payee by phone. The name comes back masked and is confirmed on the next step. */
export function PayeeStep(props: { initialPhone: string; onPayee: (payee: Payee) => void }) {
  const { i18n, t } = useLingui();
  const [phone, setPhone] = useState(() => asE164(props.initialPhone));
  const [tried, setTried] = useState(false);
  const lookUp = useMutation({
    mutationFn: () => call(lookUpPayee, { body: { phone } }),
    onSuccess: props.onPayee,
  });
  // A link names the payee: no need to press anything.
  const fromLink = useRef(props.initialPhone !== '');
  const follow = useEffectEvent(() => {
    if (fromLink.current) lookUp.mutate();
    fromLink.current = false;
  });
  useEffect(() => follow(), []);

  const { error } = lookUp;
  const aboutPhone = error instanceof ApiProblem && ABOUT_THE_PHONE.has(error.code);
  return (
    <Card className="lg:p-6">
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (phone) lookUp.mutate();
        }}
      >
        <PhoneField
          label={<Trans>收款人的手机号</Trans>}
          name="payee"
          value={phone}
          onChange={(next) => {
            setPhone(next);
            if (error) lookUp.reset();
          }}
          autoFocus
          hint={<Trans>转给用这个手机号注册 UPay 的人，下一步会显示对方隐去姓氏的名字。</Trans>}
          error={
            tried && phone === ''
              ? t`请输入收款人的手机号`
              : aboutPhone
                ? error.code === 'invalid_request'
                  ? t`这个手机号不正确，请核对后再试`
                  : error.message
                : undefined
          }
        />
        {error && !aboutPhone && (
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
