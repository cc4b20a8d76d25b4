import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const projectRoot = join(import.meta.dirname, '../..');
const NOT_OURS = new Set('node_modules dist data .git test-results playwright-report screenshots'.split(' '));

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  path: string;
  text: string;
}

/** Every file of ours whose name ends in one of the extensions, read from disk: a clone without git will do. */
export function readSourceFiles(extensions: readonly string[]): SourceFile[] {
  const files: SourceFile[] = [];
  const addFolder = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) addFolder(path);
      if (!entry.isFile() || !extensions.some((extension) => entry.name.endsWith(`.${extension}`))) continue;
      files.push({
        path: relative(projectRoot, path).replaceAll(sep, '/'),
        text: readFileSync(path, 'utf8'),
      });
    }
  };
  addFolder(projectRoot);
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
