import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';

/** What uploaded files are kept in: a folder, one file an id. What is in it never changes. */
export interface Files {
  /** Written and flushed before it resolves, so that a row that names it finds it. @returns SHA-256 of the content */
  keep(id: string, content: Uint8Array): Promise<Buffer>;
  /** Gone when it resolves, whether it was there or not. */
  remove(id: string): Promise<void>;
  /** Undefined when it is not there. */
  read(id: string): Promise<{ content: Readable; size: number } | undefined>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param folder made when the first file comes */
export function createFiles(folder: string): Files {
  function placeOf(id: string): string {
    if (!uuid.test(id)) throw new Error('a file is named by a UUID');
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

/** What a file is by its content, whatever its name says; undefined when it is none of `allowed`. */
export async function sniff<const Allowed extends string>(
  content: Uint8Array,
  allowed: readonly Allowed[],
): Promise<Allowed | undefined> {
  const found = await fileTypeFromBuffer(content);
  return allowed.find((mediaType) => mediaType === found?.mime);
}

/** The headers of what somebody uploaded: it is saved, never opened as a page of ours. */
export function attach(reply: FastifyReply, name: string, mediaType: string): void {
  void reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox");
}
