import { commonRuns, commonWords, pinyinWord } from './common-words.ts';

/** Nobody may build a password from these and little else. */
const productNames = ['upay', 'u-pay', 'upaywallet', 'upay钱包'];
/** An unpredictable character counts one, a word or a pattern two: eight random characters pass, two words do not. */
export const requiredScore = 8;
const patternScore = 2;
const longestPattern = 20;

export interface Owner {
  name?: string;
  /** National digits. */
  phone?: string;
  /** Of the email, what is before the @. */
  mailbox?: string;
}

/**
 * Whether a guesser who tries common words, patterns and what is known of the owner soon comes to this password. Length is
 * checked by the contract; composition (upper case, symbols) is not a rule, on purpose.
 */
export function isWeakPassword(password: string, owner: Owner): boolean {
  return passwordScore(password, owner) < requiredScore;
}

/** How far a guesser would have to go, from 0 to `requiredScore`, which is enough. */
export function passwordScore(password: string, owner: Owner): number {
  // Said three times or more is hardly harder than said twice.
  const text = password
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(.{1,20}?)\1{2,}/gsu, '$1$1');
  return Math.min(requiredScore, scoreOf([...text], owner));
}

/** The least that any way of reading the text as patterns and single characters adds up to. */
function scoreOf(characters: string[], owner: Owner): number {
  const spellings = spellingsOf(characters);
  const known = [...productNames, ...namesOf(owner.name), ...namesOf(owner.mailbox)];
  const single = characters.every((character) => /\d/.test(character)) ? 0.5 : 1;
  const best = [0];
  for (let end = 1; end <= characters.length; end++) {
    let score = (best[end - 1] ?? 0) + single;
    for (let start = Math.max(0, end - longestPattern); start <= end - 2; start++) {
      const before = best[start] ?? 0;
      if (before >= score) continue;
      const texts = [...new Set(spellings.map((spelling) => spelling.slice(start, end).join('')))];
      if (texts.some((text) => known.includes(text) || isPartOfPhone(text, owner.phone))) score = before;
      else if (repeatsWhatIsBefore(characters, start, end)) score = Math.min(score, before + 1);
      else if (texts.some(isPattern)) score = Math.min(score, before + patternScore);
    }
    best.push(score);
    // No pattern reaches back further than this, so what follows cannot bring the sum below it again.
    if (best.length > longestPattern && best.slice(-longestPattern).every((past) => past >= requiredScore))
      return requiredScore;
  }
  return best.at(-1) ?? 0;
}

/** As typed, and with digits and signs read as the letters they stand for. */
function spellingsOf(characters: string[]): string[][] {
  const letters: Record<string, string> = {
    0: 'o',
    3: 'e',
    4: 'a',
    5: 's',
    7: 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  return [
    characters,
    ...['i', 'l'].map((one) =>
      characters.map((character) => (character === '1' ? one : (letters[character] ?? character))),
    ),
  ];
}

function namesOf(given = ''): string[] {
  const name = given.normalize('NFKC').toLowerCase();
  return [name.replaceAll(/\s/gu, ''), ...name.split(/\s+/u)].filter((part) => part.length >= 2);
}

function isPartOfPhone(text: string, phone: string | undefined): boolean {
  return text.length >= 4 && phone?.includes(text) === true;
}

function repeatsWhatIsBefore(characters: string[], start: number, end: number): boolean {
  const length = end - start;
  return (
    start >= length &&
    characters.slice(start, end).every((character, index) => character === characters[start - length + index])
  );
}

function isPattern(text: string): boolean {
  if (text.length < 3) return false;
  return (
    commonWords.has(text) ||
    commonRuns.some((run) => run.includes(text)) ||
    pinyinWord.test(text) ||
    isDate(text)
  );
}

/** A year, or a day as 900131 or 19900131. */
function isDate(text: string): boolean {
  if (!/^(?:\d{6}|(?:19|20)\d{2}(?:\d{4})?)$/.test(text)) return false;
  if (text.length === 4) return true;
  const [month, day] = [Number(text.slice(-4, -2)), Number(text.slice(-2))];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
