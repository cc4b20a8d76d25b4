import { defineGuide } from '../definition.ts';
import { endings, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  device?: 'iphone' | 'android' | 'computer';
}

export const installApp = defineGuide<Facts>()({
  id: 'install-app',
  version: 1,
  title: text('下载和安装 UPay', 'Install UPay'),
  summary: text(
    '从浏览器装到主屏幕，不用应用商店，认准官方地址。',
    'From the browser to the home screen, no app store; know the real address.',
  ),
  area: 'app',
  audience: 'everyone',
  start: 'device',
  person: 'hand_off',
  steps: {
    device: {
      kind: 'ask',
      card: () => ({
        title: text('装在哪种设备上？', 'Which device?'),
        tone: 'neutral',
        body: text(
          'UPay 是网页应用，直接从这个网站安装。不要从短信链接、网盘或陌生网站下载。',
          'UPay is a web app, installed from this site. Never from a link in a message, a file share or another site.',
        ),
      }),
      answers: [
        {
          id: 'iphone',
          label: text('iPhone / iPad', 'iPhone or iPad'),
          learn: { device: 'iphone' },
          to: 'iphone',
        },
        { id: 'android', label: text('安卓手机', 'Android'), learn: { device: 'android' }, to: 'android' },
        { id: 'computer', label: text('电脑', 'Computer'), learn: { device: 'computer' }, to: 'computer' },
      ],
    },
    iphone: {
      kind: 'ask',
      card: () => ({
        title: text('用 Safari 装到主屏幕', 'With Safari, to the home screen'),
        tone: 'info',
        body: text(
          '1. 用 Safari 打开 UPay（微信里请点“在浏览器打开”）\n2. 点底部的“分享”\n3. 选“添加到主屏幕”，再点“添加”\n桌面上有 UPay 图标了吗？',
          '1. Open UPay in Safari (not inside another app)\n2. Tap Share at the bottom\n3. Choose Add to Home Screen, then Add\nIs the UPay icon there?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('有了', 'Yes'), to: 'thanks' },
        { id: 'no_entry', label: text('没有这一项', 'There is no such entry'), to: 'no_entry' },
        { id: 'not_solved', label: text('还是不行', 'It does not work'), to: 'hand_off' },
      ],
    },
    android: {
      kind: 'ask',
      card: () => ({
        title: text('用 Chrome 或 Edge 安装', 'With Chrome or Edge'),
        tone: 'info',
        body: text(
          '1. 用 Chrome 或 Edge 打开 UPay\n2. 点右上角菜单\n3. 选“安装应用”或“添加到主屏幕”\n桌面上有 UPay 图标了吗？',
          '1. Open UPay in Chrome or Edge\n2. Tap the menu at the top right\n3. Choose Install app or Add to Home screen\nIs the UPay icon there?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('有了', 'Yes'), to: 'thanks' },
        { id: 'no_entry', label: text('没有这一项', 'There is no such entry'), to: 'no_entry' },
        { id: 'not_solved', label: text('还是不行', 'It does not work'), to: 'hand_off' },
      ],
    },
    computer: {
      kind: 'ask',
      card: () => ({
        title: text('在地址栏里安装', 'From the address bar'),
        tone: 'info',
        body: text(
          '用 Chrome 或 Edge 打开 UPay，点地址栏右边的“安装”图标。不装也能用，直接打开网页就行。装好了吗？',
          'Open UPay in Chrome or Edge and click the install icon in the address bar. It also works without, as a page. Installed?',
        ),
      }),
      answers: solvedOrNot,
    },
    no_entry: {
      kind: 'ask',
      card: () => ({
        title: text('换成系统浏览器再试', 'Try the system’s own browser'),
        tone: 'info',
        body: text(
          '在微信、QQ 等应用里打开的页面不能安装，无痕窗口也不能。请复制地址，到 Safari、Chrome 或 Edge 里打开。好了吗？',
          'A page opened inside another app cannot be installed, nor can a private window. Copy the address to Safari, Chrome or Edge. Better?',
        ),
      }),
      answers: solvedOrNot,
    },
    ...endings<Facts>({
      topic: ({ device }) => {
        const on =
          device === 'iphone'
            ? text('iPhone', 'iPhone')
            : device === 'android'
              ? text('安卓', 'Android')
              : text('电脑', 'computer');
        return text(`安装不了（${on.zh}）`, `Cannot install (${on.en})`);
      },
    }),
  },
});
