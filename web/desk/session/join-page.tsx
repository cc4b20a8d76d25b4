import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { passwordLength, shortestPassword } from '../../../contract/identity.ts';
import {
  acceptInvitation,
  askInvitationPasskey,
  openInvitation,
} from '../../../contract/staff-invitations.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { LoginFailure } from './login-failure.tsx';
import { FORM, LoginFrame } from './login-frame.tsx';
import { PasskeyFailure } from './passkey-failure.tsx';
import { useArrive } from './use-arrive.ts';

const SHORTEST = shortestPassword.withSecondFactor;

/** The secret of the link stands after its #, which no server and no log sees; it leaves the address bar at once. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(history.state, '', location.pathname);
  return token;
}

const isCode = (error: unknown, code: string) => error instanceof ApiProblem && error.code === code;

/** Joining the desk from an invitation: one's own password, and an authenticator or a passkey. */
export function JoinPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const arrive = useArrive();
  const [token] = useState(takeToken);
  const [password, setPassword] = useState('');
  const [way, setWay] = useState<'totp' | 'passkey'>('totp');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(openInvitation, { body: { token } }),
    // Each opening makes a new authenticator; the one on screen stays.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const join = useMutation({
    mutationFn: async () => {
      if (way === 'totp') return call(acceptInvitation, { body: { token, password, code } });
      const { makePasskey } = await import('../../shared/passkey.ts');
      const passkey = await makePasskey(await call(askInvitationPasskey, { body: { token } }));
      return call(acceptInvitation, { body: { token, password, passkey } });
    },
    onSuccess: async (staff) => {
      await arrive(staff);
      await navigate({ to: '/', replace: true });
    },
    onError: () => setCode(''),
  });

  const { data, error } = invitation;
  const short = passwordLength(password) < SHORTEST;
  const weak = isCode(join.error, 'password_too_weak');
  const wrong = isCode(join.error, 'code_incorrect');
  return (
    <LoginFrame
      title={<Trans>加入 UPay 客服工作台</Trans>}
      detail={
        data ? (
          `${data.staff.name} · ${data.staff.email}`
        ) : (
          <Trans>凭邀请链接设置密码，和动态口令或通行密钥</Trans>
        )
      }
      note={<Trans>密码、动态口令和通行密钥只有您自己有；丢失时请管理员重新邀请。</Trans>}
    >
      {error && <LoginFailure error={error} />}
      {invitation.isPending && <Spinner />}
      {data && (
        <form
          data-density="touch"
          noValidate
          className={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (!short && (way === 'passkey' || code.length === 6)) join.mutate();
          }}
        >
          {join.error?.name === 'PasskeyNotUsed' ? (
            <PasskeyFailure />
          ) : (
            join.error && !weak && !wrong && <LoginFailure error={join.error} />
          )}
          {/* So that a password manager keeps it under the right name. */}
          <input type="hidden" name="username" autoComplete="username" value={data.staff.email} readOnly />
          <PasswordField
            label={t`设置密码`}
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            hint={t`至少 ${SHORTEST} 位，越长越安全。`}
            error={
              weak
                ? t`这个密码太容易被猜到，请换一个更长或更少见的`
                : tried && short
                  ? t`至少 ${SHORTEST} 位`
                  : undefined
            }
          />
          <SegmentedControl
            label={t`第二重验证`}
            value={way}
            onChange={setWay}
            options={[
              { value: 'totp', label: <Trans>动态口令</Trans> },
              { value: 'passkey', label: <Trans>通行密钥</Trans> },
            ]}
          />
          {way === 'passkey' ? (
            <p className="text-label text-muted">
              <Trans>通行密钥存在这台设备里，用指纹、面容或 PIN 解锁，以后登录不必输入密码。</Trans>
            </p>
          ) : (
            <>
              <div className="flex flex-col items-center gap-3 text-center">
                <p className="text-label">
                  <Trans>用手机上的验证器应用扫一扫，然后输入它显示的口令。</Trans>
                </p>
                <QrCode value={data.authenticator.uri} label={t`验证器应用的二维码`} className="size-44" />
                <p className="text-caption text-muted">
                  <Trans>扫不了？手动输入这个密钥：</Trans>
                  <code className="mt-1 block break-all font-mono text-ink">
                    {data.authenticator.secret.replace(/(.{4})(?=.)/g, '$1 ')}
                  </code>
                </p>
              </div>
              <CodeField
                label={t`动态口令`}
                value={code}
                onChange={setCode}
                disabled={join.isPending}
                error={
                  wrong && code === ''
                    ? t`口令不正确，请核对手机的时间，输入现在显示的口令。`
                    : tried && code.length < 6
                      ? t`请输入六位口令`
                      : undefined
                }
              />
            </>
          )}
          <Button type="submit" wide loading={join.isPending} className="mt-1">
            <Trans>加入并登录</Trans>
          </Button>
        </form>
      )}
    </LoginFrame>
  );
}
