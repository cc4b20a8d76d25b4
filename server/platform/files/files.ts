import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import { createFolder } from './folder.ts';
import { createS3, type S3Bucket } from './s3.ts';

/** What uploaded files are kept in, one file an id. What is in it never changes. */
export interface Files {
  /** Written and flushed before it resolves, so that a row that names it finds it. @returns SHA-256 of the content */
  keep(id: string, content: Uint8Array): Promise<Buffer>;
  /** Gone when it resolves, whether it was there or not. */
  remove(id: string): Promise<void>;
  /** Undefined when it is not there. */
  read(id: string): Promise<{ content: Readable; size: number } | undefined>;
}

/** Where files are kept: a bucket where one is configured, else a folder. */
export type FilesPlace = { folder: string } | { s3: S3Bucket };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createFiles(place: FilesPlace): Files {
  const store = 's3' in place ? createS3(place.s3) : createFolder(place.folder);
  const checked = (id: string) => {
    if (!uuid.test(id)) throw new Error('a file is named by a UUID');
    return id;
  };
  return {
    keep: (id, content) => store.keep(checked(id), content),
    remove: (id) => store.remove(checked(id)),
    read: (id) => store.read(checked(id)),
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
