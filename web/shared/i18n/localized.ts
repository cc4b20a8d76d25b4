import { useLingui } from '@lingui/react/macro';
import type { LocalizedText } from '../../../contract/text.ts';

/** Picks the page's language of a text that the server wrote in both. */
export function useLocalized(): (text: LocalizedText) => string {
  const { i18n } = useLingui();
  return (text) => (i18n.locale === 'en' ? text.en : text.zh);
}
