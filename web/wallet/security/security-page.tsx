import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import {
  AtSign,
  Fingerprint,
  IdCard,
  KeyRound,
  LockKeyhole,
  MonitorSmartphone,
  Smartphone,
  Snowflake,
} from 'lucide-react';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { List } from '../../shared/ui/list.tsx';
import { RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';
import { CheckUpCard } from './check-up-card.tsx';
import { NetworkNotice } from './network-notice.tsx';
import { contactsQuery, devicesQuery, documentQuery, factorsQuery } from './queries.ts';

/** The account's protection at a glance: the check-up with what would raise it, and everything that can be set. */
export function SecurityPage() {
  const { t } = useLingui();
  const me = useQuery(meQuery);
  const factors = useQuery(factorsQuery);
  const contacts = useQuery(contactsQuery);
  const devices = useQuery(devicesQuery);
  const document = useQuery(documentQuery);
  const state = (on: boolean | undefined) =>
    on === undefined ? undefined : on ? (
      <Badge tone="success">
        <Trans>已开启</Trans>
      </Badge>
    ) : (
      <Badge>
        <Trans>未开启</Trans>
      </Badge>
    );
  return (
    <Screen title={t`安全中心`} name="security" up="/me">
      <div className="flex flex-col gap-3">
        <NetworkNotice />
        <CheckUpCard />
        <Card flush title={<Trans>登录与付款</Trans>}>
          <List>
            <RowLink
              to="/me/password"
              leading={<LockKeyhole aria-hidden="true" />}
              title={<Trans>登录密码</Trans>}
            />
            <RowLink
              to="/me/payment-password"
              leading={<KeyRound aria-hidden="true" />}
              title={<Trans>支付密码</Trans>}
              trailing={
                me.data &&
                (me.data.hasPaymentPassword ? (
                  <Badge tone="success">
                    <Trans>已设置</Trans>
                  </Badge>
                ) : (
                  <Badge tone="warning">
                    <Trans>未设置</Trans>
                  </Badge>
                ))
              }
            />
            <RowLink
              to="/me/passkeys"
              leading={<Fingerprint aria-hidden="true" />}
              title={<Trans>通行密钥</Trans>}
              detail={<Trans>用指纹、面容或锁屏密码</Trans>}
              trailing={state(factors.data && factors.data.passkeys.length > 0)}
            />
            <RowLink
              to="/me/authenticator"
              leading={<Smartphone aria-hidden="true" />}
              title={<Trans>身份验证器</Trans>}
              detail={<Trans>新设备登录多一道数字</Trans>}
              trailing={state(factors.data?.totp)}
            />
          </List>
        </Card>
        <Card flush title={<Trans>身份与设备</Trans>}>
          <List>
            <RowLink
              to="/me/contacts"
              leading={<AtSign aria-hidden="true" />}
              title={<Trans>手机号和邮箱</Trans>}
              detail={
                contacts.data && (
                  <span className="tabular">
                    {[contacts.data.phone, contacts.data.email].filter(Boolean).join(' · ')}
                  </span>
                )
              }
              trailing={
                contacts.data && contacts.data.waiting.length > 0 ? (
                  <Badge tone="warning">
                    <Trans>更换中</Trans>
                  </Badge>
                ) : undefined
              }
            />
            <RowLink
              to="/me/identity-document"
              leading={<IdCard aria-hidden="true" />}
              title={<Trans>实名信息</Trans>}
              detail={<Trans>找回账户时多一项证明</Trans>}
              trailing={
                document.data &&
                (document.data.document ? (
                  <Badge tone="success">
                    <Trans>已登记</Trans>
                  </Badge>
                ) : (
                  <Badge>
                    <Trans>未登记</Trans>
                  </Badge>
                ))
              }
            />
            <RowLink
              to="/me/devices"
              leading={<MonitorSmartphone aria-hidden="true" />}
              title={<Trans>登录过的设备</Trans>}
              trailing={devices.data && <span className="tabular">{devices.data.devices.length}</span>}
            />
            <RowLink
              to="/me/freeze"
              leading={<Snowflake aria-hidden="true" />}
              title={<Trans>紧急挂失</Trans>}
              detail={<Trans>手机丢失或账户被盗用时，马上停住一切</Trans>}
            />
          </List>
        </Card>
      </div>
    </Screen>
  );
}
