import { useLingui } from '@lingui/react';
import { Headset, House, ReceiptText, Send, ShieldCheck, User } from 'lucide-react';
import { useState } from 'react';
import { chooseLocale } from '../i18n/i18n.ts';
import { chooseTheme } from '../theme/theme.ts';
import { Amount, HideAmountsButton } from '../ui/amount.tsx';
import { AmountField } from '../ui/amount-field.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { BottomTab, BottomTabs } from '../ui/bottom-tabs.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CodeField } from '../ui/code-field.tsx';
import { Dialog, Sheet } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Facts, List, ListAnchor, ListItem } from '../ui/list.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { PaymentPasswordSheet } from '../ui/payment-password-sheet.tsx';
import { PhoneField } from '../ui/phone-field.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonList } from '../ui/skeleton.tsx';
import { StarRating } from '../ui/star-rating.tsx';
import { Steps } from '../ui/steps.tsx';
import { Switch } from '../ui/switch.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';

/** When the page was opened: what is drawn must not depend on when it is drawn. */
const now = Date.now();

type Density = 'touch' | 'compact';

/** Every component once, for looking and for the CSP and accessibility checks. Not shipped. */
export function Gallery() {
  const { i18n } = useLingui();
  const zh = i18n.locale === 'zh-CN';
  const say = (chinese: string, english: string) => (zh ? chinese : english);
  const [density, setDensity] = useState<Density>('touch');
  const [tab, setTab] = useState('facts');
  const [phone, setPhone] = useState('+8613800138000');
  const [code, setCode] = useState('');
  const [amount, setAmount] = useState('12800');
  const [stars, setStars] = useState<number | null>(4);
  const [hidden, setHidden] = useState(false);
  const [overlay, setOverlay] = useState<'dialog' | 'sheet' | 'password' | null>(null);
  const [refusals, setRefusals] = useState(0);
  const close = () => setOverlay(null);

  return (
    <div className="min-h-dvh bg-page pb-20">
      <PageHeader
        title={say('组件', 'Components')}
        detail={say('智能助手 · 24 小时在线', 'Assistant · open 24 hours')}
        onBack={() => toast(say('返回', 'Back'))}
        action={<IconButton icon={<Headset />} label={say('联系客服', 'Contact support')} />}
      />
      <main className="mx-auto grid max-w-6xl items-start gap-4 p-3 md:grid-cols-2 lg:grid-cols-3">
        <Card title={say('外观', 'Appearance')}>
          <div className="grid gap-3">
            <SegmentedControl
              label={say('密度', 'Density')}
              value={density}
              onChange={(next) => {
                setDensity(next);
                document.documentElement.dataset.density = next;
              }}
              options={[
                { value: 'touch', label: say('触控', 'Touch') },
                { value: 'compact', label: say('紧凑', 'Compact') },
              ]}
            />
            <div className="flex flex-wrap gap-2">
              <Button size="small" variant="secondary" onClick={() => chooseTheme('dark')}>
                {say('深色', 'Dark')}
              </Button>
              <Button size="small" variant="secondary" onClick={() => chooseTheme('light')}>
                {say('浅色', 'Light')}
              </Button>
              <Button size="small" variant="secondary" onClick={() => void chooseLocale(zh ? 'en' : 'zh-CN')}>
                {zh ? 'English' : '中文'}
              </Button>
            </div>
          </div>
        </Card>

        <Card title={say('按钮', 'Buttons')}>
          <div className="flex flex-wrap gap-2">
            <Button>{say('确认转账', 'Transfer')}</Button>
            <Button variant="secondary">{say('提现', 'Withdraw')}</Button>
            <Button variant="quiet">{say('稍后', 'Later')}</Button>
            <Button variant="danger">{say('冻结账户', 'Freeze account')}</Button>
            <Button loading>{say('付款', 'Pay')}</Button>
            <Button disabled>{say('不可用', 'Unavailable')}</Button>
            <Button icon={<ShieldCheck />} size="small">
              {say('验证', 'Verify')}
            </Button>
            <IconButton icon={<Send />} label={say('发送', 'Send')} tone="accent" />
          </div>
        </Card>

        <Card
          title={say('总余额', 'Balance')}
          action={<HideAmountsButton hidden={hidden} onChange={setHidden} />}
        >
          <p className="font-bold text-display">
            <Amount value="1284650" hidden={hidden} />
          </p>
          <p className="text-label text-muted">
            <Time value={now - 130_000} format="relative" /> · <Time value={now - 86_400_000} />
          </p>
        </Card>

        <Card title={say('表单', 'Form')}>
          <div className="grid gap-4">
            <TextField
              label={say('收款人', 'Payee')}
              hint={say('手机号或 UPay 号', 'Phone or UPay id')}
              placeholder={say('请输入', 'Enter')}
            />
            <TextField
              label={say('邮箱', 'Email')}
              defaultValue="wang@"
              error={say('邮箱格式不正确', 'This is not a complete address')}
            />
            <PhoneField label={say('手机号', 'Phone')} value={phone} onChange={setPhone} />
            <PasswordField
              label={say('登录密码', 'Password')}
              autoComplete="current-password"
              defaultValue="correct horse"
            />
            <CodeField
              label={say('短信验证码', 'SMS code')}
              value={code}
              onChange={setCode}
              onComplete={(digits) => toast(digits, { tone: 'success' })}
              action={
                <Button variant="quiet" size="small">
                  {say('获取验证码', 'Send code')}
                </Button>
              }
            />
            <AmountField label={say('金额', 'Amount')} value={amount} onChange={setAmount} />
            <output data-testid="minor" className="tabular text-caption text-muted">
              {amount}
            </output>
            <Select
              label={say('付款方式', 'Payment method')}
              options={[
                { value: 'balance', label: say('余额', 'Balance') },
                { value: 'card', label: say('招商银行储蓄卡(8821)', 'CMB debit card (8821)') },
              ]}
            />
            <TextArea
              label={say('留言', 'Note')}
              placeholder={say('请描述您的问题', 'Describe the problem')}
            />
            <Checkbox
              label={say('我已阅读并同意服务协议', 'I have read and accept the terms')}
              defaultChecked
            />
            <Switch
              label={say('夜间锁', 'Night lock')}
              hint={say('23:00 到 6:00 不能转出', 'No transfers from 23:00 to 6:00')}
              defaultChecked
            />
            <Switch label={say('免密支付', 'Pay without password')} />
          </div>
        </Card>

        <div className="grid gap-3">
          <Banner tone="warning" title={say('有一笔付款失败', 'A payment failed')}>
            {say('点此查看原因', 'See why')}
          </Banner>
          <Banner>{say('我们从不索要您的密码。', 'We never ask for your password.')}</Banner>
          <Banner tone="success">{say('充值已到账', 'The top-up has arrived')}</Banner>
          <Banner tone="danger">{say('支付密码已锁定', 'The payment password is locked')}</Banner>
          <Card flush title={say('最近账单', 'Recent')} action={<a href="#all">{say('全部', 'All')}</a>}>
            <List>
              <ListAnchor
                href="#1"
                leading={<Avatar name="盒马" />}
                title={say('盒马鲜生', 'Freshippo')}
                detail={say('今天 12:31 · 餐饮美食', 'Today 12:31 · Food')}
                trailing={<Amount value="-8650" sign="always" symbol={false} />}
              />
              <ListItem
                leading={<Avatar name="收" />}
                title={say('收到李明的转账', 'From Li Ming')}
                detail={say('今天 09:12 · 转账', 'Today 09:12 · Transfer')}
                trailing={<Amount value="50000" sign="always" symbol={false} />}
                trailingDetail={<Badge tone="success">{say('成功', 'Done')}</Badge>}
                onClick={() => toast(say('已复制', 'Copied'), { tone: 'success' })}
              />
              <ListItem
                selected
                onClick={() => undefined}
                title={say('王芳', 'Wang Fang')}
                detail={say('我刚才付款失败了，怎么办？', 'My payment just failed. What can I do?')}
                trailing={<Badge tone="danger">01:58</Badge>}
              />
            </List>
          </Card>
          <Card
            title={say('付款经过', 'What happened')}
            action={<Badge tone="danger">{say('未扣款', 'Not charged')}</Badge>}
          >
            <Steps
              steps={[
                { state: 'done', title: say('登录状态', 'Session'), aside: '2 ms' },
                { state: 'done', title: say('支付密码', 'Payment password'), aside: '4 ms' },
                {
                  state: 'failed',
                  title: say('余额', 'Funds'),
                  detail: say('余额 ¥12.00，需要 ¥35.00', 'Balance ¥12.00, needed ¥35.00'),
                  aside: '3 ms',
                },
                { state: 'current', title: say('向银行查询', 'Asking the bank') },
                { state: 'waiting', title: say('入账', 'Posting') },
                { state: 'skipped', title: say('通知商户', 'Telling the merchant') },
              ]}
            />
          </Card>
          <div className="flex flex-wrap gap-2">
            <Badge>{say('银行卡', 'Card')}</Badge>
            <Badge tone="info">{say('账户锁定', 'Locked')}</Badge>
            <Badge tone="warning">{say('付款失败', 'Payment failed')}</Badge>
            <Badge tone="success">{say('已验证身份', 'Verified')}</Badge>
            <Badge tone="danger">{say('投诉', 'Complaint')}</Badge>
          </div>
        </div>

        <div className="grid gap-3">
          <Card>
            <Tabs
              label={say('客户', 'Customer')}
              value={tab}
              onChange={setTab}
              tabs={[
                { value: 'facts', label: say('客户 360', 'Facts') },
                { value: 'actions', label: say('账户操作', 'Actions'), count: 3 },
                { value: 'knowledge', label: say('知识', 'Knowledge') },
              ]}
            >
              <Facts
                facts={[
                  { label: say('余额', 'Balance'), value: <Amount value="1284650" /> },
                  { label: say('风险等级', 'Risk'), value: say('低', 'Low') },
                  { label: say('上次登录', 'Last login'), value: <Time value={now} format="exact" /> },
                ]}
              />
            </Tabs>
          </Card>
          <Card className="text-center">
            <StarRating label={say('请为本次服务评分', 'How did we do?')} value={stars} onChange={setStars} />
          </Card>
          <Card className="grid justify-items-center gap-3">
            <QrCode value="https://upay.example/pay/0199" label={say('收款码', 'Code to pay me')} />
            <div className="flex flex-wrap gap-2">
              <Button size="small" onClick={() => setOverlay('dialog')}>
                {say('对话框', 'Dialog')}
              </Button>
              <Button size="small" onClick={() => setOverlay('sheet')}>
                {say('面板', 'Sheet')}
              </Button>
              <Button size="small" onClick={() => setOverlay('password')}>
                {say('支付密码', 'Payment password')}
              </Button>
              <Button
                size="small"
                variant="secondary"
                onClick={() =>
                  toast(say('消息已保存', 'Message saved'), {
                    action: { label: say('撤销', 'Undo'), onClick: close },
                  })
                }
              >
                {say('提示', 'Toast')}
              </Button>
            </div>
          </Card>
          <Card flush>
            <SkeletonList rows={2} />
          </Card>
          <Card flush>
            <EmptyState
              icon={<ReceiptText />}
              title={say('还没有账单', 'No transactions yet')}
              detail={say('付款、转账和充值都会显示在这里。', 'Payments, transfers and top-ups appear here.')}
              action={<Button size="small">{say('去充值', 'Top up')}</Button>}
            />
          </Card>
          <Card flush>
            <ErrorState onRetry={() => toast(say('正在重试', 'Trying again'))} />
          </Card>
        </div>
      </main>

      <Dialog
        open={overlay === 'dialog'}
        onOpenChange={close}
        title={say('结束这次对话？', 'End this conversation?')}
        description={say('聊天记录会保留，您可以随时回来。', 'It is kept. You can come back at any time.')}
        footer={
          <>
            <Button variant="secondary" onClick={close}>
              {say('继续聊', 'Keep talking')}
            </Button>
            <Button onClick={close}>{say('结束', 'End')}</Button>
          </>
        }
      />
      <Sheet
        open={overlay === 'sheet'}
        onOpenChange={close}
        title={say('转账', 'Transfer')}
        footer={<Button onClick={close}>{say('确认转账', 'Transfer')}</Button>}
      >
        <div className="grid gap-4">
          <TextField label={say('收款人', 'Payee')} placeholder={say('手机号 / 邮箱', 'Phone / email')} />
          <AmountField label={say('金额', 'Amount')} value={amount} onChange={setAmount} />
        </div>
      </Sheet>
      <PaymentPasswordSheet
        open={overlay === 'password'}
        onOpenChange={close}
        title={say('请输入支付密码', 'Enter your payment password')}
        payee={say('向 李*明 转账', 'To Li *ming')}
        amount="12800"
        method={say('招商银行储蓄卡(8821)', 'CMB debit card (8821)')}
        error={refusals > 0 ? say('支付密码不正确', 'Wrong payment password.') : undefined}
        triesLeft={refusals > 0 ? 5 - refusals : undefined}
        onForgot={close}
        onSubmit={async (password) => {
          await new Promise((resolve) => setTimeout(resolve, 400));
          if (password === '123456') close();
          else setRefusals((count) => Math.min(count + 1, 5));
        }}
      />
      <BottomTabs label={say('主要页面', 'Main')}>
        <BottomTab href="#home" icon={<House />} label={say('首页', 'Home')} aria-current="page" />
        <BottomTab href="#bills" icon={<ReceiptText />} label={say('账单', 'Bills')} />
        <BottomTab href="#support" icon={<Headset />} label={say('客服', 'Support')} badge={3} />
        <BottomTab href="#me" icon={<User />} label={say('我的', 'Me')} />
      </BottomTabs>
    </div>
  );
}
