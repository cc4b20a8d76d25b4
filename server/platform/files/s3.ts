import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import type { Files } from './files.ts';

export interface S3Bucket {
  /** Endpoint and bucket in one: https://s3.eu-central-1.amazonaws.com/uploads */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const timeoutMilliseconds = 30_000;
/** Beyond the first, after 5xx and 429, with growing pauses. */
const retries = 3;

/** A bucket behind the S3 interface, addressed by path; each request is signed with its content's hash. */
export function createS3(bucket: S3Bucket): Files {
  const client = new AwsClient({ ...bucket, service: 's3', retries });

  async function ask(method: 'PUT' | 'GET' | 'DELETE', id: string, content?: Uint8Array): Promise<Response> {
    const body = content && Buffer.from(content);
    const response = await client.fetch(`${bucket.url}/${id}`, {
      method,
      headers: { 'x-amz-content-sha256': hash(body ?? Buffer.alloc(0)).toString('hex') },
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(body && { body }),
    });
    if (response.ok || (response.status === 404 && method !== 'PUT')) return response;
    throw new Error(`the file store answered ${method} with ${response.status}: ${await response.text()}`);
  }

  return {
    async keep(id, content) {
      await ask('PUT', id, content);
      return hash(content);
    },
    async remove(id) {
      await ask('DELETE', id);
    },
    async read(id) {
      const { status, body, headers } = await ask('GET', id);
      if (status === 404 || body === null) return undefined;
      return {
        content: Readable.fromWeb(body),
        size: Number(headers.get('content-length')),
      };
    },
  };
}

function hash(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
