/// <reference types="vite-plugin-pwa/vanillajs" />
import { t } from '@lingui/core/macro';
import { toast } from '../../shared/ui/toast.tsx';

/**
 * Keeps the app's files on the device once the first screen has settled. A new version waits until the customer agrees
 * or the app is opened anew: a page never reloads by itself while somebody pays.
 */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const start = async () => {
    const { registerSW } = await import('virtual:pwa-register');
    const update = registerSW({
      onNeedRefresh() {
        toast(t`UPay 有新版本`, {
          durationMs: 20_000,
          action: { label: t`更新`, onClick: () => void update(true) },
        });
      },
    });
  };
  if (document.readyState === 'complete') void start();
  else addEventListener('load', () => void start(), { once: true });
}
