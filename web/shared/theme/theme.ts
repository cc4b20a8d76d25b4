/** What the user chose; `system` follows the device. before-paint.js applies the stored choice at the next load. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'upay.theme';

/** The stored choice, `system` when there is none or storage is forbidden. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** Applies a theme now and remembers it on this device. */
export function chooseTheme(choice: ThemeChoice): void {
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // The choice lasts for this page only.
  }
}
