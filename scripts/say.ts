/** A sentence in both languages of the product; people see the one of their locale. */
export interface Sentence {
  zh: string;
  en: string;
}

/** Picks by LC_ALL, LC_MESSAGES or LANG: Chinese for zh*, English for everything else. */
export function inLocale(sentence: Sentence): string {
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
  return locale.startsWith('zh') ? sentence.zh : sentence.en;
}

/** A failure whose message is the one sentence a person needs; scripts print it and exit non-zero. */
export class ScriptError extends Error {
  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(inLocale({ zh, en }), options);
    this.name = 'ScriptError';
  }
}

/** What a person reads of an error: the sentence of a ScriptError, all of anything unforeseen. */
export function describeError(error: unknown): string {
  if (error instanceof ScriptError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The code of a system error (`EACCES`, `ECONNREFUSED`, …), or its message when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return String(error);
}
