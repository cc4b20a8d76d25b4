import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

/** What one customer asks for: one of the bodies each time. */
export interface LoadRequest {
  path: string;
  cookies: string;
  bodies: string[];
}

export interface LoadOrder {
  port: number;
  /** Made in turn. */
  requests: LoadRequest[];
  connections: number;
  seconds: number;
  /** Between an answer and the next request of a connection; none when left out. */
  pauseMilliseconds?: number;
}

export interface LoadResult {
  /** Answered with 2xx. */
  succeeded: number;
  /** Answers other than that, by status and code. */
  others: Record<string, number>;
  seconds: number;
  /** Milliseconds from request to answer. */
  latencies: number[];
}

/** A process of its own that makes requests; one order at a time. */
export function startLoad(): { run(order: LoadOrder): Promise<LoadResult>; stop(): void } {
  const load: ChildProcess = fork(new URL(import.meta.url));
  return {
    async run(order) {
      load.send(order);
      const [result] = (await once(load, 'message')) as [LoadResult];
      if (Object.keys(result.others).length > 0)
        throw new Error(`requests were refused: ${JSON.stringify(result.others)}`);
      return result;
    },
    stop: () => void load.kill(),
  };
}

/**
 * Posts over keep-alive connections, one request at a time on each, as fast as they are answered. It speaks just enough
 * HTTP/1.1 on bare sockets that most of the processor is left to the server, on the same two cores.
 */
async function run({
  port,
  requests,
  connections,
  seconds,
  pauseMilliseconds,
}: LoadOrder): Promise<LoadResult> {
  const start = performance.now();
  const end = start + seconds * 1000;
  const others: Record<string, number> = {};
  const latencies: number[] = [];
  let succeeded = 0;
  let next = 0;

  function request(): Buffer {
    const { path, cookies, bodies } = requests[next++ % requests.length] as LoadRequest;
    const body = bodies[Math.floor(Math.random() * bodies.length)] ?? '';
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${cookies}\r\ncontent-type: application/json\r\nidempotency-key: ${randomUUID()}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  function connection(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      let sentAt = 0;
      let pending = '';
      const send = (): void => {
        sentAt = performance.now();
        if (sentAt >= end) {
          socket.end();
          resolve();
        } else socket.write(request());
      };
      socket.setEncoding('latin1');
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk: string) => {
        pending += chunk;
        const headerEnd = pending.indexOf('\r\n\r\n');
        if (headerEnd < 0) return;
        const length = Number(/content-length: ([0-9]+)/i.exec(pending)?.[1]);
        if (pending.length < headerEnd + 4 + length) return;
        latencies.push(performance.now() - sentAt);
        if (pending[9] === '2') succeeded++;
        else {
          const what = `${pending.slice(9, 12)} ${codeOf(pending.slice(headerEnd + 4))}`;
          others[what] = (others[what] ?? 0) + 1;
        }
        pending = '';
        if (pauseMilliseconds === undefined) send();
        else setTimeout(send, pauseMilliseconds);
      });
    });
  }

  await Promise.all(Array.from({ length: connections }, connection));
  return { succeeded, others, seconds: (performance.now() - start) / 1000, latencies };
}

/** The code of a problem; the start of the body where it is none. */
function codeOf(body: string): string {
  try {
    return (JSON.parse(body) as { code: string }).code;
  } catch {
    return body.slice(0, 100);
  }
}

if (import.meta.main)
  process.on('message', (order: LoadOrder) => {
    void run(order).then((result) => process.send?.(result));
  });
