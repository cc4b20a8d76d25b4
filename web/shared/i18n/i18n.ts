import { i18n, type Messages } from '@lingui/core';
import type { Language } from '../../../contract/text.ts';

/** The languages of UPay, Chinese first. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** How each language calls itself, for the language picker. */
export const LOCALE_NAMES: Record<Locale, string> = { 'zh-CN': '简体中文', en: 'English' };

/** One lazy import a language: `() => import('./locales/en.po')`. */
export type CatalogueLoaders = Record<Locale, () => Promise<{ messages: Messages }>>;

const kitCatalogues: CatalogueLoaders = {
  'zh-CN': () => import('../locales/zh-CN.po'),
  en: () => import('../locales/en.po'),
};

let appCatalogues: CatalogueLoaders | undefined;

/** The page's language: before-paint.js has set it from the stored choice or the browser. */
export function pageLocale(): Locale {
  return document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
}

/** The same, as the contract names it: what messages and answers are asked for in. */
export const pageLanguage = (): Language => (pageLocale() === 'en' ? 'en' : 'zh');

/** Loads the page's language for an app. Rejects when a catalogue can't be fetched. */
export function startI18n(catalogues: CatalogueLoaders): Promise<void> {
  appCatalogues = catalogues;
  return activate(pageLocale());
}

/** Changes the language now and remembers it on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await activate(locale);
  try {
    localStorage.setItem('upay.locale', locale);
  } catch {
    // Storage is forbidden: the choice lasts for this page only.
  }
}

async function activate(locale: Locale): Promise<void> {
  const [kit, app] = await Promise.all([kitCatalogues[locale](), appCatalogues?.[locale]()]);
  document.documentElement.lang = locale;
  i18n.loadAndActivate({ locale, messages: { ...kit.messages, ...app?.messages } });
}
