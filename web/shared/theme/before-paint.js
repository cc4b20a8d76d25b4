// Runs before the first paint, as a blocking file (a strict CSP forbids inline): theme and language of the page.
// Plain script, no imports: it must not wait for the bundle.
(() => {
  const root = document.documentElement;
  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage can be forbidden
    }
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const applyTheme = () => {
    const choice = stored('upay.theme');
    root.dataset.theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light';
  };
  applyTheme();
  dark.addEventListener('change', applyTheme);

  const locale = stored('upay.locale') || navigator.language || '';
  root.lang = /^zh/i.test(locale) ? 'zh-CN' : 'en';
})();
