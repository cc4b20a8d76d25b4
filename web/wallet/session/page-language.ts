import type { Language } from '../../../contract/text.ts';
import { pageLocale } from '../../shared/i18n/i18n.ts';

/** The language messages to this customer are sent in: the page's. */
export function pageLanguage(): Language {
  return pageLocale() === 'en' ? 'en' : 'zh';
}
