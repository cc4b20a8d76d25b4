import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { AtSign, Smartphone } from 'lucide-react';
import { useState } from 'react';
import {
  cancelContactChange,
  confirmContactChange,
  type ContactKind,
  type Contacts,
  startContactChange,
} from '../../../contract/contacts.ts';
import type { Challenge } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { PhoneField } from '../../shared/ui/phone-field.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useSearchText } from '../app/address.ts';
import { Screen } from '../app/screen.tsx';
import { CodeStep } from '../session/code-step.tsx';
import { useStepUp } from '../step-up/step-up.tsx';
import { contactsQuery } from './queries.ts';
import { useChange } from './use-change.ts';

/**
 * The addresses bound to the account. Another one waits a day; until then the present one stays, and can say no.
 * `?bind=phone` begins with what is missing.
 */
export function ContactsPage() {
  const { t } = useLingui();
  const contacts = useQuery(contactsQuery);
  const { asking } = useStepUp();
  const asked = useSearchText('bind');
  const [changing, setChanging] = useState<ContactKind>(asked === 'email' ? 'email' : 'phone');
  const [open, setOpen] = useState(asked !== undefined);
  const change = (kind: ContactKind) => {
    setChanging(kind);
    setOpen(true);
  };
  return (
    <Screen title={t`手机号和邮箱`} name="contacts" up="/me/security">
      <div className="flex flex-col gap-3">
        <p className="text-label text-muted">
          <Trans>
            安全通知会发到这里的每个地址。更换后要等一天才生效，这期间旧地址会收到通知，可以取消。
          </Trans>
        </p>
        {contacts.data?.waiting.map((waiting) => (
          <Waiting key={waiting.kind} waiting={waiting} />
        ))}
        <Card flush>
          {contacts.isError && !contacts.data ? (
            <ErrorState onRetry={() => void contacts.refetch()} retrying={contacts.isFetching} />
          ) : !contacts.data ? (
            <SkeletonList rows={2} />
          ) : (
            <List>
              <ListItem
                leading={<Smartphone aria-hidden="true" />}
                title={<Trans>手机号</Trans>}
                detail={
                  contacts.data.phone ? (
                    <span className="tabular">{contacts.data.phone}</span>
                  ) : (
                    <Trans>未绑定</Trans>
                  )
                }
                trailing={
                  <Button variant="quiet" size="small" onClick={() => change('phone')}>
                    {contacts.data.phone ? <Trans>更换</Trans> : <Trans>绑定</Trans>}
                    <span className="sr-only">
                      <Trans>手机号</Trans>
                    </span>
                  </Button>
                }
              />
              <ListItem
                leading={<AtSign aria-hidden="true" />}
                title={<Trans>邮箱</Trans>}
                detail={contacts.data.email ?? <Trans>未绑定</Trans>}
                trailing={
                  <Button variant="quiet" size="small" onClick={() => change('email')}>
                    {contacts.data.email ? <Trans>更换</Trans> : <Trans>绑定</Trans>}
                    <span className="sr-only">
                      <Trans>邮箱</Trans>
                    </span>
                  </Button>
                }
              />
            </List>
          )}
        </Card>
      </div>
      <ChangeSheet
        key={`${changing} ${open}`}
        kind={changing}
        open={open && !asking}
        onClose={() => setOpen(false)}
      />
    </Screen>
  );
}

function Waiting({ waiting }: { waiting: Contacts['waiting'][number] }) {
  const { t } = useLingui();
  const { kind, newAddress, effectiveAt } = waiting;
  const cancel = useChange(() => call(cancelContactChange, { params: { kind } }), { said: t`已取消更换` });
  return (
    <Banner
      tone="warning"
      title={kind === 'phone' ? <Trans>手机号正在更换</Trans> : <Trans>邮箱正在更换</Trans>}
      action={
        <Button
          variant="quiet"
          size="small"
          loading={cancel.isPending}
          onClick={() => cancel.mutate(undefined)}
        >
          <Trans>取消更换</Trans>
        </Button>
      }
    >
      <Trans>
        换成 {newAddress}，<Time inSentence value={effectiveAt} />{' '}
        生效。不是您本人申请的，请马上取消并修改登录密码。
      </Trans>
    </Banner>
  );
}

function ChangeSheet({ kind, open, onClose }: { kind: ContactKind; open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const [address, setAddress] = useState('');
  const [challenge, setChallenge] = useState<Challenge>();
  const [code, setCode] = useState('');
  const start = useChange(
    (_: undefined, stepUpId) => call(startContactChange, { params: { kind }, body: { address }, stepUpId }),
    { onDone: setChallenge },
  );
  const confirm = useChange(
    (entered: string) =>
      call(confirmContactChange, {
        params: { kind, challengeId: challenge?.id ?? '' },
        body: { code: entered },
      }),
    { onDone: onClose },
  );
  const answer = (entered: string) => confirm.mutate(entered, { onError: () => setCode('') });
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && !start.isPending && onClose()}
      title={kind === 'phone' ? <Trans>新的手机号</Trans> : <Trans>邮箱地址</Trans>}
    >
      <form
        noValidate
        className="flex flex-col gap-5 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (challenge && code.length === 6) answer(code);
          else if (!challenge && address !== '') start.mutate(undefined);
        }}
      >
        {challenge ? (
          <CodeStep
            challenge={challenge}
            onChallenge={setChallenge}
            value={code}
            onChange={setCode}
            onComplete={answer}
            busy={confirm.isPending}
          />
        ) : kind === 'phone' ? (
          <PhoneField label={t`手机号`} name="phone" value={address} onChange={setAddress} />
        ) : (
          <TextField
            label={t`邮箱`}
            type="email"
            name="email"
            autoComplete="email"
            inputMode="email"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
        <Button type="submit" wide loading={start.isPending || confirm.isPending}>
          {challenge ? <Trans>确认</Trans> : <Trans>获取验证码</Trans>}
        </Button>
      </form>
    </Sheet>
  );
}
