import type { SourceFile } from './source-files.ts';

/** Over this a file usually holds two ideas; over the limit it does. */
export const LINES_ADVISED = 250;
export const LINES_LIMIT = 400;

const MARKERS = /\b(?:TODO|FIXME|HACK|[Ss]tub(?:bed|s)?)\b|[Nn]ot (?:yet )?implemented/;
/** A path that exists on the machine of whoever wrote it. */
const MACHINE_PATHS = /(?:^|[\s'"`(=])(?:\/(?:work|root|Users|tmp|home\/[\w.-]+)\/|[A-Z]:\\Users\\)/m;

export function countLines({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** What was left unfinished, or belongs to one machine; undefined when there is nothing. */
export function leftover({ path, text }: SourceFile): string | undefined {
  const found = text.match(MARKERS) ?? text.match(MACHINE_PATHS);
  if (!found) return undefined;
  const line = text.slice(0, found.index).split('\n').length;
  return `${path}:${line}: ${found[0].trim()}`;
}
