import * as z from 'zod/mini';

/** The languages every customer text exists in. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];
export const languageSchema = z.enum(languages);

/** A text in every language; the reader's door picks one. */
export const localizedTextSchema = z.object({ zh: z.string(), en: z.string() });
export type LocalizedText = z.infer<typeof localizedTextSchema>;

/** Unpaired surrogates, control, bidirectional and zero-width characters: never part of a name or a note. */
// biome-ignore format: one class a line would hide the ranges
// oxlint-disable-next-line no-control-regex, no-misleading-character-class
const hiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;

export function hasHiddenCharacters(text: string): boolean {
  return hiddenCharacters.test(text) || !text.isWellFormed();
}

/** Whether the database can keep it: no NUL, no unpaired surrogates. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** One line of visible text of at most `maximum` characters. */
export const visibleLine = (maximum: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(maximum),
    z.refine((text) => !hasHiddenCharacters(text), 'hidden_characters'),
  );

const lettersOfNamesHere = /[\p{scx=Latn}\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}]/u;

/** Letters of other scripts among Latin or East Asian ones are there to look like them (UTS 39, 'highly restrictive'). */
export function mixesScripts(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const here = letters.filter((letter) => lettersOfNamesHere.test(letter)).length;
  return here > 0 && here < letters.length;
}

/** The name of a person or a shop: one line that does not look like another name. */
export const nameLine = (maximum: number) =>
  visibleLine(maximum).check(z.refine((name) => !mixesScripts(name), 'mixed_scripts'));

/** What a person types in a chat: several lines, no NUL, well-formed. */
export const chatTextSchema = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(4000), z.refine(isStorable, 'hidden_characters'));

export const idSchema = z.uuid();
export const timeSchema = z.iso.datetime();
