import { useEffect } from 'react';
import { createLocalSwitch } from '../session/local-switch.ts';
import { useActions } from './actions.tsx';
import { PAIR_MS, readPress } from './shortcuts.ts';

const singleKeys = createLocalSwitch('single-keys', { initially: true });

/** Whether single keys act: people who dictate, or whose hands slip, switch them off (WCAG 2.1.4). */
export const useSingleKeys = singleKeys.use;

/** Typing, or inside something that has keys of its own. */
function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[data-modal][data-state="open"], [role="menu"][data-state="open"]'))
    return true;
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]')
  );
}

/** Turns key presses into actions, all over the page. */
export function useShortcuts(): void {
  const actions = useActions();
  useEffect(() => {
    let pending: string | undefined;
    let timer: number | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const reading = readPress(event, {
        typing: isTyping(event.target),
        singleKeys: singleKeys.isOn(),
        pending,
      });
      window.clearTimeout(timer);
      pending = reading.pending;
      if (pending) timer = window.setTimeout(() => (pending = undefined), PAIR_MS);
      if (!reading.action || !actions.isOffered(reading.action)) return;
      event.preventDefault();
      actions.run(reading.action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      window.clearTimeout(timer);
    };
  }, [actions]);
}
