import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Language } from '../../../contract/text.ts';
import type { Encoder } from './encoder/encoder.ts';
import { type LanguageModel, type Model, packModel, unpackModel } from './model.ts';
import type { Utterance } from './understanding.ts';

/** What was learnt is kept between starts where npm's tools keep such things; without that place it is learnt anew. */
const folder = new URL('../../../node_modules/.cache/upay/', import.meta.url);

/** Raise it when features, training or what a model holds change: what was learnt before is then learnt anew. */
const method = 5;

/** Tells apart what was learnt from different utterances or by different means. */
export function keyOf(utterances: readonly Utterance[]): string {
  const hash = createHash('sha256').update(`method ${method}`);
  for (const { text, intent } of utterances) hash.update(`\n${intent}\t${text}`);
  return hash.digest('hex').slice(0, 24);
}

function read(name: string): Buffer | undefined {
  try {
    return readFileSync(new URL(name, folder));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whoever writes the same at the same moment. */
function write(name: string, content: Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true });
    const unfinished = new URL(`${name}.${process.pid}.${Date.now()}`, folder);
    writeFileSync(unfinished, content);
    renameSync(unfinished, new URL(name, folder));
  } catch {
    // A folder that cannot be written costs time at the next start and nothing else.
  }
}

export function readKeptModel(key: string): Model | undefined {
  const packed = read(`understanding-${key}.bin`);
  if (packed === undefined) return undefined;
  try {
    return unpackModel(packed);
  } catch {
    return undefined;
  }
}

export const keepModel = (key: string, model: Model): void =>
  write(`understanding-${key}.bin`, packModel(model));

const nameOfLanguage = (key: string, language: Language) => `examined-${language}-${key}.bin`;

/** Languages as a model knows them that has learnt neither what is held out nor the regression set, where kept. */
export function readKeptLanguages(
  key: string,
  languages: readonly Language[],
): Partial<Record<Language, LanguageModel>> {
  return Object.fromEntries(
    languages.flatMap((language) => {
      const packed = read(nameOfLanguage(key, language));
      return packed === undefined ? [] : [[language, deserialize(packed) as LanguageModel]];
    }),
  );
}

export const keepLanguage = (key: string, language: Language, model: LanguageModel): void =>
  write(nameOfLanguage(key, language), serialize(model));

/** An encoder that remembers the utterances it has encoded, also from one training to the next. */
export function createKeptEncoder(createEncoder: () => Encoder): Encoder & { keep(): void } {
  const name = 'encoded-2.bin';
  const packed = read(name);
  let known = new Map<string, Float32Array>();
  try {
    if (packed !== undefined) known = deserialize(packed) as Map<string, Float32Array>;
  } catch {
    known = new Map();
  }
  let encoder: Encoder | undefined;
  const used = new Map<string, Float32Array>();
  let isNew = false;
  return {
    encode(text) {
      let encoded = used.get(text) ?? known.get(text);
      if (encoded === undefined) {
        encoder ??= createEncoder();
        encoded = encoder.encode(text);
        isNew = true;
      }
      used.set(text, encoded);
      return encoded;
    },
    keep() {
      if (isNew) write(name, serialize(used));
    },
  };
}
