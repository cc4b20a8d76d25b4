import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** One catalogue an app, and one for the kit. The source text is Chinese; English must be complete. */
export default defineConfig({
  sourceLocale: 'zh-CN',
  locales: ['zh-CN', 'en'],
  fallbackLocales: false,
  // No line numbers: a moved line is not a changed translation.
  format: formatter({ lineNumbers: false }),
  catalogs: ['shared', 'wallet', 'desk', 'shop'].map((name) => ({
    path: `<rootDir>/${name}/locales/{locale}`,
    include: [`<rootDir>/${name}`],
    exclude: ['**/*.test.*', '**/gallery/**'],
  })),
});
