import { defineConfig } from '@playwright/test';
import type { Language } from './contract/text.ts';
import { findChromium } from './scripts/browser.ts';
import { RUNNING_URL } from './tests/support/journey-world.ts';

const phone = { viewport: { width: 390, height: 844 }, timezoneId: 'Asia/Shanghai' } as const;

export default defineConfig<{ language: Language }>({
  testDir: 'tests/journeys',
  globalSetup: './tests/support/journey-setup.ts',
  outputDir: 'test-results',
  // Each worker has a UPay and a world outside of its own; the journeys of one file follow one another.
  workers: RUNNING_URL ? 1 : 2,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 10_000,
    // No trace: recording every frame and document took more of the processor than the journeys; `--trace on` records one.
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'phone zh', use: { ...phone, language: 'zh', locale: 'zh-CN' } },
    { name: 'phone en', use: { ...phone, language: 'en', locale: 'en-US' } },
  ],
});
