import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import {
  CreditCard,
  FileText,
  Headset,
  LifeBuoy,
  MessageSquareWarning,
  QrCode,
  ShieldCheck,
  Snowflake,
  Zap,
} from 'lucide-react';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { LogOut } from './log-out.tsx';
import { Preferences } from './preferences.tsx';
import { meQuery } from './queries.ts';

/** Who I am here, my security, my help, and how the wallet looks. */
export function MePage() {
  const { t } = useLingui();
  const me = useQuery(meQuery);
  return (
    <Screen title={t`我的`} name="me">
      <div className="flex flex-col gap-3">
        <Card className="flex items-center gap-4 py-5">
          {me.data ? (
            <>
              <Avatar name={me.data.name} size="large" />
              <div className="min-w-0">
                <p className="truncate font-semibold text-title">{me.data.name}</p>
                <p className="tabular text-label text-muted">{me.data.maskedContact}</p>
                <p className="text-caption text-muted">
                  <Trans>
                    <Time inSentence value={me.data.registeredAt} /> 注册
                  </Trans>
                </p>
              </div>
            </>
          ) : me.isError ? (
            <ErrorState className="w-full" onRetry={() => void me.refetch()} retrying={me.isFetching} />
          ) : (
            <>
              <Skeleton round className="size-16" />
              <div>
                <Skeleton className="h-5 w-24" />
                <Skeleton className="mt-2 h-4 w-32" />
              </div>
            </>
          )}
        </Card>
        <Card flush>
          <List>
            <RowLink
              to="/methods"
              leading={<CreditCard aria-hidden="true" />}
              title={<Trans>银行卡</Trans>}
            />
            <RowLink to="/receive" leading={<QrCode aria-hidden="true" />} title={<Trans>收款码</Trans>} />
            <RowLink
              to="/me/security"
              leading={<ShieldCheck aria-hidden="true" />}
              title={<Trans>安全中心</Trans>}
              detail={<Trans>安全检查、密码、通行密钥、设备</Trans>}
              trailing={
                me.data && (!me.data.hasPaymentPassword || me.data.reminders?.length) ? (
                  <Badge tone="warning">
                    <Trans>可改进</Trans>
                  </Badge>
                ) : undefined
              }
            />
            <RowLink
              to="/me/small-payments"
              leading={<Zap aria-hidden="true" />}
              title={<Trans>小额免密</Trans>}
              detail={<Trans>小笔付款不输支付密码，额度您来定</Trans>}
            />
            <RowLink
              to="/me/freeze"
              leading={<Snowflake aria-hidden="true" />}
              title={<Trans>紧急挂失</Trans>}
              detail={<Trans>手机丢失或账户被盗用时，马上停住一切</Trans>}
            />
          </List>
        </Card>
        <Card flush>
          <List>
            <RowLink
              to="/support"
              search={{ screen: 'me' }}
              leading={<Headset aria-hidden="true" />}
              title={<Trans>我的客服</Trans>}
              detail={<Trans>在线聊天，接着上次的问题说</Trans>}
            />
            <RowLink
              to="/support/help"
              search={{ screen: 'me' }}
              leading={<LifeBuoy aria-hidden="true" />}
              title={<Trans>帮助中心</Trans>}
              detail={<Trans>常见问题，自己就能解决</Trans>}
            />
            <RowLink
              to="/complaints"
              leading={<MessageSquareWarning aria-hidden="true" />}
              title={<Trans>投诉</Trans>}
              detail={<Trans>不满意时，专人负责到底</Trans>}
            />
          </List>
        </Card>
        <Card flush>
          <List>
            <RowLink
              to="/me/personal-data"
              leading={<FileText aria-hidden="true" />}
              title={<Trans>个人信息</Trans>}
              detail={<Trans>导出一份，或注销账户</Trans>}
            />
          </List>
        </Card>
        <Preferences />
        <LogOut />
        <p className="pt-1 text-center text-caption text-muted">
          <Trans>UPay 的客服永远不会向您要密码或验证码</Trans>
        </p>
      </div>
    </Screen>
  );
}
