import { Trans, useLingui } from '@lingui/react/macro';
import type { DeskDetail } from '../../../contract/support.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { mayAct } from '../inbox/queries.ts';
import { ConversationLinks } from '../links/conversation-links.tsx';
import { may, useStaff } from '../session/session.ts';
import { History } from './history.tsx';
import { MaskedFact } from './masked-fact.tsx';
import { MethodName } from './method-name.tsx';
import { RecentPayments } from './recent-payments.tsx';
import { screenName } from './screen-name.ts';
import type { ContextChoice } from './use-context-choice.ts';

/** What an agent may know of the customer, masked, and what they have lately paid. */
export function CustomerTab({ detail, choice }: { detail: DeskDetail; choice: ContextChoice }) {
  const { t } = useLingui();
  const staff = useStaff();
  const { conversation, customer, recentPayments, context } = detail;
  const mayUnmask = mayAct(staff, conversation) && may(staff, 'customer.unmask');
  const byEmail = customer.maskedContact.includes('@');
  const address = byEmail ? <Trans>邮箱</Trans> : <Trans>手机号</Trans>;
  return (
    <>
      <Facts
        facts={[
          {
            label: <Trans>姓名</Trans>,
            value: (
              <MaskedFact
                conversationId={conversation.id}
                field="name"
                name={<Trans>姓名</Trans>}
                masked={customer.name}
                mayUnmask={mayUnmask}
              />
            ),
          },
          {
            label: address,
            value: (
              <MaskedFact
                conversationId={conversation.id}
                field={byEmail ? 'email' : 'phone'}
                name={address}
                masked={customer.maskedContact}
                mayUnmask={mayUnmask}
              />
            ),
          },
          {
            label: <Trans>余额</Trans>,
            value:
              customer.balances.length === 0
                ? '—'
                : customer.balances.map(({ currency, available, held }) => (
                    <span key={currency} className="block">
                      <Amount value={available} currency={currency} className="font-medium" />
                      {held !== '0' && (
                        <span className="ml-1.5 text-caption text-warning-ink">
                          <Trans>
                            另有 <Amount value={held} currency={currency} /> 冻结
                          </Trans>
                        </span>
                      )}
                    </span>
                  )),
          },
          {
            label: <Trans>付款方式</Trans>,
            value:
              customer.methods.length === 0 ? (
                <span className="text-muted">
                  <Trans>没有绑定</Trans>
                </span>
              ) : (
                customer.methods.map((method) => (
                  <span key={`${method.type}${method.last4}`} className="block">
                    <MethodName method={method} />
                  </span>
                ))
              ),
          },
          {
            label: <Trans>账户状态</Trans>,
            value:
              customer.status === 'locked' ? (
                <span className="inline-flex flex-wrap items-center gap-1.5">
                  <Badge tone="danger">
                    <Trans>已锁定</Trans>
                  </Badge>
                  {customer.lockedUntil && (
                    <span className="text-caption text-muted">
                      <Trans>
                        至 <Time inSentence value={customer.lockedUntil} />
                      </Trans>
                    </span>
                  )}
                </span>
              ) : (
                <Trans>正常</Trans>
              ),
          },
          {
            label: <Trans>支付密码</Trans>,
            value: customer.hasPaymentPassword ? <Trans>已设置</Trans> : <Trans>未设置</Trans>,
          },
          { label: <Trans>语言</Trans>, value: customer.language === 'zh' ? t`中文` : t`英文` },
          { label: <Trans>注册时间</Trans>, value: <Time value={customer.registeredAt} /> },
          {
            label: <Trans>上次登录</Trans>,
            value: customer.lastSignIn ? <Time value={customer.lastSignIn} /> : '—',
          },
          {
            label: <Trans>近 30 天会话</Trans>,
            value: <span className="tabular">{customer.conversationsInLast30Days}</span>,
          },
        ]}
      />
      <RecentPayments payments={recentPayments} choice={choice} />
      <ConversationLinks key={conversation.id} conversationId={conversation.id} />
      <History conversationId={conversation.id} acts={mayAct(staff, conversation)} />
      <CameFrom context={context} choice={choice} />
    </>
  );
}

function CameFrom({ context, choice }: { context: DeskDetail['context']; choice: ContextChoice }) {
  if (context.length === 0) return null;
  return (
    <section className="mt-5">
      <h3 className="mb-1.5 font-semibold text-label">
        <Trans>从哪里来</Trans>
      </h3>
      <ul className="flex flex-col gap-1 text-label">
        {context.map(({ context: { screen, paymentId }, at }) => (
          <li key={`${at}${screen}`} className="flex min-h-7 items-center justify-between gap-3">
            <ScreenName screen={screen} />
            <span className="flex items-center gap-2 text-caption text-muted">
              {paymentId && (
                <button
                  type="button"
                  onClick={() => choice.showPayment(paymentId)}
                  className="min-h-target rounded px-1 text-accent-ink hover:underline"
                >
                  <Trans>看这笔付款</Trans>
                </button>
              )}
              <Time value={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ScreenName({ screen }: { screen: string }) {
  const { t } = useLingui();
  const name = screenName(screen);
  return name ? <span>{t(name)}</span> : <code className="font-mono text-caption">{screen}</code>;
}
