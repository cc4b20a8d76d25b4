import { VitePWA } from 'vite-plugin-pwa';
import { appConfig } from '../shared/vite.ts';

/**
 * Installable, and its code opens without a network. The service worker keeps the app's own files only, never an answer
 * of the API: money on screen is asked for, or absent.
 */
const pwa = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  manifest: {
    id: '/',
    name: 'UPay 钱包',
    short_name: 'UPay',
    description: '付款、转账、购物，遇到问题有人真正帮您解决。',
    lang: 'zh-CN',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    orientation: 'portrait-primary',
    categories: ['finance'],
    theme_color: '#0b63f6',
    background_color: '#f4f6fa',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: '转账', url: '/transfer' },
      { name: '收款码', url: '/receive' },
      { name: '客服', url: '/support?screen=home' },
    ],
  },
  workbox: {
    globPatterns: ['index.html', 'assets/*.{js,css,svg}'],
    navigateFallback: '/index.html',
    // Other apps and the server's own addresses live under the same origin.
    navigateFallbackDenylist: [/^\/(?:api|desk|shop|healthz|readyz|metrics)(?:\/|$)/],
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
  },
});

export default appConfig({ name: 'wallet', base: '/', port: 5173, plugins: pwa });
