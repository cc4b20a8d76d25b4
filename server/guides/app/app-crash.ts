import { defineGuide } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  happens?: 'blank' | 'closes' | 'stuck' | 'message';
  during?: 'payment' | 'other';
  hasDiagnostics?: boolean;
}

export const appCrash = defineGuide<Facts>()({
  id: 'app-crash',
  version: 2,
  title: text('闪退、白屏或卡住', 'Crash, blank or frozen'),
  summary: text(
    '一步步恢复；付款途中闪退的，先查清那笔钱。',
    'Get it going again step by step; if it happened while paying, first see what became of the money.',
  ),
  area: 'app',
  audience: 'everyone',
  hears: 'customer',
  start: 'what',
  person: 'hand_off',
  steps: {
    what: {
      kind: 'ask',
      card: () => ({ title: text('是什么情况？', 'What happens?'), tone: 'neutral' }),
      answers: [
        { id: 'closes', label: text('闪退', 'It closes'), learn: { happens: 'closes' }, to: 'when' },
        {
          id: 'blank',
          label: text('白屏、打不开', 'It stays blank'),
          learn: { happens: 'blank' },
          to: 'when',
        },
        { id: 'stuck', label: text('卡住、点不动', 'It hangs'), learn: { happens: 'stuck' }, to: 'when' },
        {
          id: 'message',
          label: text('提示“出了点问题”', 'It says something went wrong'),
          learn: { happens: 'message' },
          to: 'when',
        },
      ],
    },
    when: {
      kind: 'ask',
      card: () => ({ title: text('是在付款的时候吗？', 'Was it while paying?'), tone: 'neutral' }),
      answers: [
        { id: 'yes', label: text('是', 'Yes'), learn: { during: 'payment' }, to: 'paying' },
        { id: 'no', label: text('不是', 'No'), learn: { during: 'other' }, to: 'reload' },
      ],
    },
    paying: {
      kind: 'choose',
      card: () => ({
        title: text('先别再付一次', 'Do not pay again yet'),
        tone: 'warning',
        body: text(
          '付款不会因为闪退重复：那一笔的结果在账单里。打开账单看看，没成功的可以接着付同一笔。',
          'A crash never pays twice: what became of it is in your bills. Look there; one that did not go through can be finished.',
        ),
      }),
      options: [
        {
          id: 'bills',
          offer: () => [
            { label: text('查看账单', 'See my bills'), action: { type: 'open', screen: 'bills' } as const },
          ],
        },
        {
          id: 'check_payment',
          offer: () => [
            {
              label: text('帮我查那笔付款', 'Check that payment'),
              action: { type: 'guide', guide: 'payment-failed' } as const,
            },
          ],
        },
        {
          id: 'go_on',
          offer: () => [{ label: text('钱没问题，修应用', 'The money is fine, fix the app') }],
          to: 'reload',
        },
      ],
    },
    reload: {
      kind: 'ask',
      card: () => ({
        title: text('第一步：完全关掉再打开', 'First: close it fully and open it again'),
        tone: 'info',
        body: text(
          '从后台划掉 UPay（浏览器里就关掉这个页面），再重新打开。重开会自动更新到最新版。好了吗？',
          'Swipe UPay away (in a browser, close the page) and open it again; that also updates it. Better?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好了', 'Better'), to: 'thanks' },
        { id: 'not_solved', label: text('还不行', 'Not yet'), to: 'update' },
      ],
    },
    update: {
      kind: 'ask',
      card: () => ({
        title: text('第二步：更新浏览器，腾出空间', 'Second: update the browser and free some space'),
        tone: 'info',
        body: text(
          '把系统浏览器更新到最新，手机至少留 200 MB 空间，关掉省电模式，再打开 UPay。好了吗？',
          'Update the browser, keep 200 MB free, turn off power saving, and open UPay again. Better?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好了', 'Better'), to: 'thanks' },
        { id: 'not_solved', label: text('还不行', 'Not yet'), to: 'reinstall' },
      ],
    },
    reinstall: {
      kind: 'ask',
      card: () => ({
        title: text('第三步：清除网站数据或重新安装', 'Third: clear its data or install it again'),
        tone: 'info',
        body: text(
          '在浏览器设置里清除 UPay 的网站数据（已安装的先卸载），再打开登录。钱和账单都在服务器上，不会丢；要用手机收一次验证码。好了吗？',
          'Clear UPay’s site data in the browser’s settings (uninstall it first if installed) and log in again. Money and bills are on the server and safe; you need a code on your phone once. Better?',
        ),
      }),
      answers: [solvedOrNot[0], { id: 'not_solved', label: text('还没有', 'Not yet'), to: 'diagnose' }],
    },
    diagnose: {
      kind: 'choose',
      card: () => ({
        title: text('把诊断信息发给客服？', 'Send support the diagnostics?'),
        tone: 'info',
        body: text(
          '您先看清里面有什么：浏览器、网络、最近的错误，没有密码和卡号。同意才发送，客服马上能看到。',
          'You see first what is in it: browser, network, latest errors, no passwords or card numbers. It is sent only if you agree, and support sees it at once.',
        ),
      }),
      options: [
        { id: 'send', offer: () => [opens('diagnostics', text('看一看再发送', 'Look at it and send'))] },
        {
          id: 'skip',
          offer: () => [{ label: text('不发送，直接转人工', 'Do not send, get a person') }],
          to: 'hand_off',
        },
        { id: 'sent', quiet: true, offer: () => [{ label: text('已经发送', 'I have sent it') }], to: 'sent' },
      ],
      on: { 'diagnostics.sent': 'sent' },
    },
    sent: {
      kind: 'look',
      summary: text('客户发送了诊断信息', 'The customer sent diagnostics'),
      read: async () => ({ hasDiagnostics: true }),
      next: 'hand_off',
    },
    ...endings<Facts>({
      topic: ({ happens, during, hasDiagnostics }) => {
        const what =
          happens === 'blank'
            ? text('白屏', 'Blank screen')
            : happens === 'stuck'
              ? text('卡住', 'Hangs')
              : happens === 'message'
                ? text('提示出错', 'Shows an error')
                : text('闪退', 'Crashes');
        const sent = hasDiagnostics ? text('，有诊断信息', '; diagnostics sent') : text('', '');
        return during === 'payment'
          ? text(`付款时${what.zh}${sent.zh}`, `${what.en} while paying${sent.en}`)
          : text(
              `应用${what.zh}，已试过重开、更新、重装${sent.zh}`,
              `${what.en}; reopened, updated and reinstalled already${sent.en}`,
            );
      },
      priority: ({ during }) => (during === 'payment' ? 'urgent' : 'normal'),
    }),
  },
});
