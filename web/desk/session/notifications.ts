import { createLocalSwitch } from './local-switch.ts';

/** Phones have none outside of installed apps. */
const isAllowed = () => 'Notification' in window && Notification.permission === 'granted';
const wanted = createLocalSwitch('notifications', { initially: false });

/** Whether the system tells of what happens while the desk's window is hidden. Turning it on asks the browser first. */
export function useNotifications(): [on: boolean, change: (on: boolean) => Promise<boolean>] {
  const [on, setOn] = wanted.use();
  return [
    on && isAllowed(),
    async (next) => {
      const allowed = !next || (await Notification.requestPermission()) === 'granted';
      setOn(next && allowed);
      return allowed;
    },
  ];
}

/** Through the system, where this is wanted; no words of the customer, since others see the screen. */
export function notify(words: string, onClick: () => void): void {
  if (!wanted.isOn() || !isAllowed()) return;
  const shown = new Notification('UPay', { body: words });
  shown.addEventListener('click', () => {
    window.focus();
    onClick();
    shown.close();
  });
}
