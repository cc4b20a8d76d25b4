import { defineGuide } from '../definition.ts';
import { endings } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  found?: 'good' | 'slow' | 'unreachable' | 'offline';
}

export const networkCheck = defineGuide<Facts>()({
  id: 'network-check',
  version: 1,
  title: text('检查网络', 'Check the network'),
  summary: text(
    '测一下网络能不能连上 UPay、快不快、安不安全。',
    'See whether UPay can be reached, how fast, and whether the network is safe.',
  ),
  area: 'app',
  audience: 'everyone',
  start: 'probe',
  person: 'hand_off',
  steps: {
    probe: {
      kind: 'ask',
      card: () => ({
        title: text('正在检查网络', 'Checking the network'),
        tone: 'neutral',
        body: text(
          '自动检查；打不开页面时，请选最接近的情况。',
          'This runs by itself; where it cannot, choose what fits best.',
        ),
        probe: 'network',
      }),
      answers: [
        {
          id: 'good',
          label: text('能打开，很快', 'It opens, quickly'),
          learn: { found: 'good' },
          to: 'good',
        },
        { id: 'slow', label: text('能打开，很慢', 'It opens, slowly'), learn: { found: 'slow' }, to: 'slow' },
        {
          id: 'unreachable',
          label: text('别的能打开，UPay 打不开', 'Other sites open, UPay does not'),
          learn: { found: 'unreachable' },
          to: 'unreachable',
        },
        {
          id: 'offline',
          label: text('什么都打不开', 'Nothing opens'),
          learn: { found: 'offline' },
          to: 'offline',
        },
      ],
    },
    good: {
      kind: 'ask',
      card: () => ({
        title: text('网络正常', 'The network is fine'),
        tone: 'success',
        body: text(
          '到 UPay 的连接又快又稳，全程加密。在公共 Wi-Fi 上付款，请认准地址，别输密码给弹出的登录页。还有问题吗？',
          'The connection to UPay is fast and encrypted. On public Wi-Fi check the address, and give no password to a page that pops up. Anything else?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('没有了', 'No, all fine'), to: 'thanks' },
        { id: 'not_solved', label: text('还是用不了', 'It still does not work'), to: 'hand_off' },
      ],
    },
    slow: {
      kind: 'ask',
      card: () => ({
        title: text('网络很慢', 'The network is slow'),
        tone: 'warning',
        body: text(
          '1. 换到信号好的地方，或在 Wi-Fi 和移动数据之间切换\n2. 关掉省流量模式和下载\n付款时不用担心重复：同一笔只会付一次。好了吗？',
          '1. Move, or switch between Wi-Fi and mobile data\n2. Turn off data saving and downloads\nDo not worry about paying twice: the same payment is made once. Better now?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好了', 'Better'), to: 'thanks' },
        { id: 'again', label: text('再测一次', 'Check again'), to: 'probe' },
        { id: 'not_solved', label: text('还是慢', 'Still slow'), to: 'hand_off' },
      ],
    },
    unreachable: {
      kind: 'ask',
      card: () => ({
        title: text('这个网络连不上 UPay', 'This network does not reach UPay'),
        tone: 'danger',
        body: text(
          '1. 公共 Wi-Fi 可能要先在浏览器里登录\n2. 关掉 VPN 或代理再试\n3. 换成移动数据\n4. 核对手机的日期和时间，差太多会被拒绝\n好了吗？',
          '1. Public Wi-Fi may ask you to sign in first\n2. Turn off VPN or proxy\n3. Use mobile data\n4. Check the phone’s date and time; if wrong, connections are refused\nBetter now?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好了', 'Better'), to: 'thanks' },
        { id: 'again', label: text('再测一次', 'Check again'), to: 'probe' },
        { id: 'not_solved', label: text('还是连不上', 'Still not'), to: 'hand_off' },
      ],
    },
    offline: {
      kind: 'ask',
      card: () => ({
        title: text('手机没有联网', 'The phone is offline'),
        tone: 'danger',
        body: text(
          '打开 Wi-Fi 或移动数据，看看是不是飞行模式。联网后再测一次；断网前发起的付款，联网后会自动查到结果。',
          'Turn on Wi-Fi or mobile data and look for flight mode. Then check again; a payment made before the cut shows its result once you are online.',
        ),
      }),
      answers: [
        { id: 'again', label: text('再测一次', 'Check again'), to: 'probe' },
        { id: 'solved', label: text('好了', 'Better'), to: 'thanks' },
      ],
    },
    ...endings<Facts>({
      topic: ({ found }) =>
        found === 'slow'
          ? text('网络慢', 'The network is slow')
          : found === 'unreachable'
            ? text('连不上 UPay', 'UPay cannot be reached')
            : text('网络正常但用不了', 'The network is fine but it does not work'),
    }),
  },
});
