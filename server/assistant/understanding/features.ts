import type { Language } from '../../../contract/text.ts';

/** Features are hashed into this many places; with some tens of thousands of them few collide. */
export const places = 1 << 16;

export interface Features {
  /** Ascending, each once. */
  indices: Uint32Array;
  values: Float32Array;
}

const han = /\p{Script=Han}/u;

/** Chinese as soon as one Chinese character is in it. */
export function languageOfText(text: string): Language {
  return han.test(text) ? 'zh' : 'en';
}

/** One spelling for full and half width, case, numbers and spaces; nobody types more of a question than this. */
export function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .slice(0, 300)
    .replace(/[0-9]+(?:[.,][0-9]+)*/g, '0')
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}

function hash(block: number, text: string): number {
  let state = 0x811c9dc5 ^ block;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return ((state ^ (state >>> 15)) >>> 0) % places;
}

/** Pieces of a text by block; each block is weighed by itself, so that the long ones do not drown the short ones. */
function blocksOf(text: string, language: Language): string[][] {
  const words = text.split(' ');
  if (language === 'zh') {
    const characters = [...text.replaceAll(' ', '')];
    const pieces = (size: number) =>
      characters.slice(size - 1).map((_, index) => characters.slice(index, index + size).join(''));
    const latin = words.flatMap((word) => word.match(/[a-z']+/g) ?? []);
    return [characters, [...pieces(2), `^${characters[0]}`, `${characters.at(-1)}$`], pieces(3), latin];
  }
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  const pieces: string[] = [];
  for (const word of words) {
    const padded = ` ${word} `;
    for (let size = 2; size <= 5; size++)
      for (let start = 0; start + size <= padded.length; start++)
        pieces.push(padded.slice(start, start + size));
  }
  return [words, pairs, pieces];
}

/** The places of a text's pieces, a block each, each place once. */
function placesOf(text: string, language: Language): number[][] {
  return blocksOf(normalize(text), language).map((pieces, block) => [
    ...new Set(pieces.map((piece) => hash(block, piece))),
  ]);
}

/** Turns texts of a language into sparse vectors of length one; what is rare among `texts` weighs more. */
export function createVectorizer(texts: readonly string[], language: Language): (text: string) => Features {
  const counts = new Float64Array(places);
  for (const text of texts)
    for (const place of placesOf(text, language).flat()) counts[place] = (counts[place] as number) + 1;
  const rarities = counts.map((count) => Math.sqrt(Math.log((texts.length + 1) / Math.max(1, count))));

  return (text) => {
    const weights = new Map<number, number>();
    for (const block of placesOf(text, language)) {
      const length = Math.hypot(...block.map((place) => rarities[place] as number)) || 1;
      // What no text had has no weight in any model, but still takes from the certainty of the rest.
      for (const place of block)
        weights.set(place, (weights.get(place) ?? 0) + (rarities[place] as number) / length);
    }
    const entries = [...weights].toSorted(([a], [b]) => a - b);
    const length = Math.hypot(...weights.values()) || 1;
    return {
      indices: Uint32Array.from(entries, ([index]) => index),
      values: Float32Array.from(entries, ([, value]) => value / length),
    };
  };
}
