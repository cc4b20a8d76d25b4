-- What agents say and do often: a text in both languages with variables in braces ({customer}, {agent}, {payment}), and what is
-- done along with it.
create table support.macro (
  id uuid primary key,
  -- What one types after "/".
  shortcut text not null unique check (shortcut ~ '^[^[:space:]/]{1,30}$'),
  title jsonb not null,
  text jsonb not null,
  actions jsonb not null default '[]',
  -- Absent: came with the house.
  changed_by uuid references identity.staff,
  changed_at timestamptz not null default now()
);
insert into support.macro (id, shortcut, title, text, actions) values
  (gen_random_uuid(), 'hello', '{"zh": "问候", "en": "Greeting"}', '{"zh": "您好，我是 UPay 客服{agent}，您之前和智能助手说的内容我已经看到了，不用再重复。我先核对一下。", "en": "Hello, this is {agent} of UPay support. I can see what you told the assistant, so you need not repeat it. Let me check first."}', '[]'),
  (gen_random_uuid(), 'moment', '{"zh": "请稍候", "en": "One moment"}', '{"zh": "请稍等一两分钟，我正在查看这笔付款的完整过程，查到后马上回复您。", "en": "Please give me a minute or two: I am looking at every step of this payment and will answer as soon as I know."}', '[]'),
  (gen_random_uuid(), 'nocharge', '{"zh": "没有扣款", "en": "Nothing charged"}', '{"zh": "已经核对过账务记录：这笔付款没有成功，也没有扣款。您可以放心再付一次，或换一种付款方式。", "en": "I have checked the ledger: this payment did not go through and nothing was charged. You can safely pay again or use another method."}', '[]'),
  (gen_random_uuid(), 'processing', '{"zh": "处理中，别重复付", "en": "Still processing"}', '{"zh": "银行还没有答复这笔付款，金额只是冻结，并没有扣走。我们会持续查询，有结果会立刻通知您。请先不要重复付款。", "en": "The bank has not answered yet: the amount is held, not charged. We keep asking and will tell you at once. Please do not pay again for now."}', '[]'),
  (gen_random_uuid(), 'topup', '{"zh": "余额不足", "en": "Balance too low"}', '{"zh": "这次没付成是因为余额不足。点卡片上的按钮，就能补足差额并付完同一笔，不需要重新下单。", "en": "It failed because the balance was too low. The button on the card tops up the difference and finishes the same payment; no new order is needed."}', '[{"type": "guide", "guide": "payment-failed"}]'),
  (gen_random_uuid(), 'bank', '{"zh": "银行拒绝", "en": "Declined by the bank"}', '{"zh": "发卡银行拒绝了这笔付款，具体原因只有银行知道。您可以换一种付款方式，或拨打卡背面的电话询问银行。", "en": "The card’s bank declined the payment, and only the bank knows exactly why. You can use another method, or call the number on the back of the card."}', '[]'),
  (gen_random_uuid(), 'password', '{"zh": "支付密码", "en": "Payment password"}', '{"zh": "请在钱包里自行重设支付密码：我的 → 安全中心 → 支付密码。我们不会询问您的密码或验证码，也请不要发到聊天里。", "en": "Please reset the payment password yourself in the wallet: Me → Security → Payment password. We never ask for passwords or codes; please do not send them here."}', '[]'),
  (gen_random_uuid(), 'guide', '{"zh": "请点卡片", "en": "See the card"}', '{"zh": "我发了一张卡片给您，请按上面的按钮操作，我这边会同步看到结果。", "en": "I have sent you a card. Please use its buttons; I can see the result here as you go."}', '[]'),
  (gen_random_uuid(), 'anything', '{"zh": "还需要帮助吗", "en": "Anything else?"}', '{"zh": "问题应该已经解决了。还有其他需要帮忙的吗？", "en": "That should be solved now. Is there anything else I can help with?"}', '[]'),
  (gen_random_uuid(), 'bye', '{"zh": "结束语", "en": "Goodbye"}', '{"zh": "感谢您的耐心。会话结束后请为本次服务评分，之后有任何问题都可以随时联系我们。", "en": "Thank you for your patience. Please rate this conversation when it closes, and contact us any time."}', '[]'),
  (gen_random_uuid(), 'verify', '{"zh": "请验证身份", "en": "Ask to verify"}', '{"zh": "为了您的账户安全，请点下面的卡片验证身份。在钱包自己的页面里验证，我看不到您输入的内容。", "en": "To keep your account safe, please verify who you are on the card below. You do so on the wallet’s own page; I see nothing of what you type."}', '[{"type": "verification", "purpose": "talk_about_account"}]');

-- What an agent has begun to write in a conversation; survives the browser.
create table support.draft (
  staff_id uuid not null references identity.staff,
  conversation_id uuid not null references support.conversation,
  kind text not null check (kind in ('reply', 'note')),
  text text not null check (length(text) between 1 and 4000),
  changed_at timestamptz not null,
  primary key (staff_id, conversation_id, kind)
);
create index draft_old on support.draft (changed_at);
