import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckUp, CheckUpItem, ContactKind } from '../../../contract/contacts.ts';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { RowLink } from '../app/links.tsx';
import { checkUpQuery } from './queries.ts';

type Item = CheckUp['items'][number];

/** Where each weakness is put right, one tap away. */
const FIX: Partial<Record<CheckUpItem, { to: string; search?: { bind: ContactKind } }>> = {
  payment_password: { to: '/me/payment-password' },
  second_factor: { to: '/me/passkeys' },
  recovery_codes: { to: '/me/authenticator' },
  phone: { to: '/me/contacts', search: { bind: 'phone' } },
  email: { to: '/me/contacts', search: { bind: 'email' } },
  password_age: { to: '/me/password' },
  devices: { to: '/me/devices' },
  locks: { to: '/recover' },
};

const LOOK = {
  good: { Icon: CircleCheck, tone: 'text-success-ink' },
  improve: { Icon: TriangleAlert, tone: 'text-warning-ink' },
  risk: { Icon: CircleAlert, tone: 'text-danger-ink' },
};

/** The score, and what would raise it, the heaviest first. */
export function CheckUpCard() {
  const { t } = useLingui();
  const checkUp = useQuery(checkUpQuery);
  if (checkUp.isError && !checkUp.data)
    return (
      <Card>
        <ErrorState onRetry={() => void checkUp.refetch()} retrying={checkUp.isFetching} />
      </Card>
    );
  if (!checkUp.data)
    return (
      <Card className="flex items-center gap-4 py-5">
        <Skeleton round className="size-20" />
        <Skeleton className="h-5 w-40" />
      </Card>
    );
  const { score, items } = checkUp.data;
  const open = items
    .filter(({ state }) => state !== 'good')
    .toSorted((a, b) => b.most - b.points - (a.most - a.points));
  const verdict = score >= 85 ? t`很安全` : score >= 60 ? t`还可以更安全` : t`有明显的风险`;
  const tone = score >= 85 ? 'text-success-ink' : score >= 60 ? 'text-warning-ink' : 'text-danger-ink';
  return (
    <Card flush>
      <div className="flex items-center gap-4 p-card py-5">
        <Dial score={score} className={tone} />
        <div className="min-w-0">
          <p className="font-semibold text-title">{verdict}</p>
          <p className="text-label text-muted">
            {open.length === 0 ? (
              <Trans>检查的 {items.length} 项都没有问题</Trans>
            ) : (
              <Trans>
                检查了 {items.length} 项，{open.length} 项可以改进
              </Trans>
            )}
          </p>
        </div>
      </div>
      {open.length > 0 && (
        <List className="border-line border-t">
          {open.map((item) => (
            <Weakness key={item.item} item={item} />
          ))}
        </List>
      )}
    </Card>
  );
}

function Weakness({ item }: { item: Item }) {
  const { Icon, tone } = LOOK[item.state];
  const [title, detail] = useWords(item);
  const fix = FIX[item.item];
  const content = {
    leading: <Icon aria-hidden="true" className={tone} />,
    title,
    detail,
    trailing: <span className="tabular text-label text-muted">+{item.most - item.points}</span>,
  };
  return fix === undefined ? <ListItem {...content} /> : <RowLink {...fix} {...content} />;
}

/** What is weak, and what to do about it. */
function useWords({ item, count = 0 }: Item): [ReactNode, ReactNode] {
  switch (item) {
    case 'second_factor':
      return [<Trans key="0">添加通行密钥或身份验证器</Trans>, <Trans key="1">密码被人知道也登不进来</Trans>];
    case 'payment_password':
      return [<Trans key="0">设置支付密码</Trans>, <Trans key="1">付款时用它确认，与登录密码分开</Trans>];
    case 'phone':
      return [
        <Trans key="0">绑定手机号</Trans>,
        <Trans key="1">现在验证码只能发到邮箱，邮箱被盗账户就危险了</Trans>,
      ];
    case 'email':
      return [<Trans key="0">绑定邮箱</Trans>, <Trans key="1">没有手机也能收到通知</Trans>];
    case 'password_age':
      return [
        <Trans key="0">登录密码用了一年多了</Trans>,
        <Trans key="1">已经 {count} 天没有换过，换一个更放心</Trans>,
      ];
    case 'devices':
      return [
        <Trans key="0">移除不用的设备</Trans>,
        <Trans key="1">{count} 台设备两个月没有用过，还能直接登录</Trans>,
      ];
    case 'recovery_codes':
      return [<Trans key="0">恢复码快用完了</Trans>, <Trans key="1">还剩 {count} 个，请生成一批新的</Trans>];
    case 'network':
      return [
        <Trans key="0">您正在用一个没用过的网络</Trans>,
        <Trans key="1">是自己的网络，就在上面确认；公共网络上不要付款</Trans>,
      ];
    case 'locks':
      return [<Trans key="0">账户暂时锁定</Trans>, <Trans key="1">证明是您本人，马上就能解锁</Trans>];
  }
}

const RADIUS = 34;
const LENGTH = 2 * Math.PI * RADIUS;

function Dial({ score, className }: { score: number; className: string }) {
  const { t } = useLingui();
  return (
    <svg
      viewBox="0 0 80 80"
      className={`size-20 shrink-0 ${className}`}
      role="img"
      aria-label={t`安全评分 ${score} 分`}
    >
      <circle cx="40" cy="40" r={RADIUS} fill="none" strokeWidth="7" className="stroke-pressed" />
      <circle
        cx="40"
        cy="40"
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        strokeWidth="7"
        strokeLinecap="round"
        strokeDasharray={`${(LENGTH * score) / 100} ${LENGTH}`}
        transform="rotate(-90 40 40)"
      />
      <text
        x="40"
        y="41"
        textAnchor="middle"
        dominantBaseline="middle"
        className="fill-ink font-semibold text-[1.375rem]"
      >
        {score}
      </text>
    </svg>
  );
}
