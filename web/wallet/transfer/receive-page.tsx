import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Copy, Share2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { PhoneField } from '../../shared/ui/phone-field.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { copy } from '../app/copy.ts';
import { Screen } from '../app/screen.tsx';
import { rememberedPhone, rememberPhone } from '../app/session.ts';
import { meQuery } from '../me/queries.ts';

/** Whether a phone can be the one that the server shows masked: the digits it leaves visible agree. */
function isMine(phone: string, maskedPhone: string): boolean {
  const visible = maskedPhone.split(/\*+/);
  const digits = phone.replace(/\D/g, '');
  const tail = (visible.at(-1) ?? '').replace(/\D/g, '');
  const head = (visible[0] ?? '').replace(/\D/g, '');
  return (
    tail !== '' && digits.endsWith(tail) && (digits.startsWith(head) || digits.slice(2).startsWith(head))
  );
}

/** A code others scan to transfer to me: the address of the transfer screen with my phone in it. */
export function ReceivePage() {
  const { t } = useLingui();
  const me = useQuery(meQuery);
  const [phone, setPhone] = useState(rememberedPhone);
  const [entered, setEntered] = useState('');
  const [wrong, setWrong] = useState(false);
  const link = `${location.origin}/transfer?to=${encodeURIComponent(phone)}`;

  return (
    <Screen title={t`收款码`} name="receive" up="/">
      <Card className="flex flex-col items-center px-6 py-8 text-center">
        {!me.data ? (
          <Skeleton className="size-60" />
        ) : isMine(phone, me.data.maskedPhone) ? (
          <>
            <p className="font-medium text-title">{me.data.name}</p>
            <p className="tabular mt-0.5 text-label text-muted">{me.data.maskedPhone}</p>
            <QrCode
              value={link}
              label={t`给我转账的二维码`}
              className="mt-5 size-60 border border-line p-2 lg:size-72"
            />
            <p className="mt-4 max-w-xs text-label text-muted">
              <Trans>让对方用手机相机扫一扫，就会打开给您转账的页面。</Trans>
            </p>
            <div className="mt-5 flex gap-3">
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
        ) : (
          <form
            noValidate
            className="flex w-full max-w-sm flex-col gap-4 text-left"
            onSubmit={(event) => {
              event.preventDefault();
              if (!isMine(entered, me.data.maskedPhone)) return setWrong(true);
              rememberPhone(entered);
              setPhone(entered);
            }}
          >
            <PhoneField
              label={<Trans>您注册的手机号</Trans>}
              value={entered}
              onChange={(next) => {
                setEntered(next);
                setWrong(false);
              }}
              hint={<Trans>{me.data.maskedPhone}，收款码里需要完整的号码</Trans>}
              error={wrong ? t`和您注册的手机号不一样` : undefined}
            />
            <Button type="submit" wide disabled={entered === ''}>
              <Trans>生成收款码</Trans>
            </Button>
          </form>
        )}
      </Card>
    </Screen>
  );
}
