import { pinyin } from 'pinyin-pro';
import type { Language } from '../../../contract/text.ts';

/** Features are hashed into this many places; with some tens of thousands of them few collide. */
export const places = 1 << 16;

export interface Features {
  /** Ascending, each once. */
  indices: Uint32Array;
  values: Float32Array;
  /** What a sentence encoder makes of the text; every text of a model has one or none has. */
  meaning?: Float32Array;
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

/** They say little about what a Chinese sentence is about, and stand between what does. */
const fillers = new Set('的了吗呢啊呀吧我你您们是把就都也还在有个这那');
/** Characters that stand further apart than this are not seen together. */
const apartAtMost = 5;
/** How much each block counts in Chinese: characters, neighbours, neighbours but for a few between, Latin words, sounds. */
const chineseBlocks = [1, 1, 1, 1, 0.7];

/** Pieces of a text by block; each block is weighed by itself, so that the long ones do not drown the short ones. */
function blocksOf(text: string, language: Language): string[][] {
  const words = text.split(' ');
  if (language === 'zh') {
    const characters = [...text.replaceAll(' ', '')];
    const pairs = (units: readonly string[]) =>
      units.slice(1).map((unit, index) => `${units[index]} ${unit}`);
    const telling = characters.filter((character) => !fillers.has(character));
    const apart = telling.flatMap((first, index) =>
      telling.slice(index + 1, index + apartAtMost).map((second) => `${first}_${second}`),
    );
    const latin = words.flatMap((word) => word.match(/[a-z']+/g) ?? []);
    const sounds = pinyin(characters.join(''), { toneType: 'none', type: 'array' });
    return [
      characters,
      [...pairs(characters), `^${characters[0]}`, `${characters.at(-1)}$`],
      apart,
      latin,
      pairs(sounds),
    ];
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

/** How much each place weighs: what is rare among `texts` weighs more. */
export function raritiesOf(texts: readonly string[], language: Language): Float32Array {
  const counts = new Float32Array(places);
  for (const text of texts)
    for (const place of placesOf(text, language).flat()) counts[place] = (counts[place] as number) + 1;
  return counts.map((count) => Math.sqrt(Math.log((texts.length + 1) / Math.max(1, count))));
}

/** Turns texts of a language into sparse vectors of length one. */
export function createVectorizer(rarities: Float32Array, language: Language): (text: string) => Features {
  return (text) => {
    const weights = new Map<number, number>();
    for (const [at, block] of placesOf(text, language).entries()) {
      const share = language === 'zh' ? (chineseBlocks[at] ?? 1) : 1;
      let squares = 0;
      for (const place of block) squares += (rarities[place] as number) ** 2;
      const length = Math.sqrt(squares) || 1;
      // What no text had has no weight in any model, but still takes from the certainty of the rest.
      for (const place of block)
        weights.set(place, (weights.get(place) ?? 0) + (share * (rarities[place] as number)) / length);
    }
    const indices = Uint32Array.from(weights.keys()).sort();
    const values = Float32Array.from(indices, (place) => weights.get(place) as number);
    let squares = 0;
    for (const value of values) squares += value * value;
    const length = Math.sqrt(squares) || 1;
    return { indices, values: values.map((value) => value / length) };
  };
}
