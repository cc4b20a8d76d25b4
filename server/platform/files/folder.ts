import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './files.ts';

/** @param folder made when the first file comes */
export function createFolder(folder: string): Files {
  function placeOf(id: string): string {
    // By its random end, so that no folder grows too large.
    return join(folder, id.slice(-2), id);
  }
  return {
    async keep(id, content) {
      const place = placeOf(id);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      const unfinished = `${place}.new`;
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, place);
      return createHash('sha256').update(content).digest();
    },
    remove: (id) => rm(placeOf(id), { force: true }),
    async read(id) {
      const place = placeOf(id);
      try {
        const { size } = await stat(place);
        return { content: createReadStream(place), size };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
