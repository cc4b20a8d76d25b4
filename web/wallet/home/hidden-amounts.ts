import { useState } from 'react';

const KEY = 'upay.hide-amounts';

/** Whether amounts are hidden from over the shoulder; remembered on this device. */
export function useHiddenAmounts(): [boolean, (hidden: boolean) => void] {
  const [hidden, setHidden] = useState(() => {
    try {
      return localStorage.getItem(KEY) === '1';
    } catch {
      return false;
    }
  });
  const choose = (next: boolean) => {
    setHidden(next);
    try {
      if (next) localStorage.setItem(KEY, '1');
      else localStorage.removeItem(KEY);
    } catch {
      // Lasts for this page only.
    }
  };
  return [hidden, choose];
}
