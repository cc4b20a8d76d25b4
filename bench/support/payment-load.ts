import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

/** One customer of the load: the cookies of a session and whom they pay. */
export interface Payer {
  cookies: string;
  payeeIds: string[];
  paymentPassword: string;
}

export interface LoadOrder {
  host: string;
  port: number;
  payers: Payer[];
  connections: number;
  seconds: number;
}

export interface LoadResult {
  succeeded: number;
  /** Answers other than 201, by status. */
  others: Record<string, number>;
  seconds: number;
  /** Milliseconds from request to answer. */
  latencies: number[];
}

/**
 * Makes payments over keep-alive connections, one at a time on each, as fast as they are answered. It speaks just enough
 * HTTP/1.1 on bare sockets that most of the processor is left to the server, on the same two cores.
 */
async function run({ host, port, payers, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const start = performance.now();
  const end = start + seconds * 1000;
  const others: Record<string, number> = {};
  const latencies: number[] = [];
  let succeeded = 0;
  let next = 0;

  function request(): Buffer {
    const payer = payers[next++ % payers.length] as Payer;
    const payeeId = payer.payeeIds[Math.floor(Math.random() * payer.payeeIds.length)];
    const { paymentPassword } = payer;
    const body = JSON.stringify({
      kind: 'transfer',
      payeeId,
      amount: '1',
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword,
    });
    return Buffer.from(
      `POST /api/payments HTTP/1.1\r\nhost: ${host}:${port}\r\ncookie: ${payer.cookies}\r\ncontent-type: application/json\r\nidempotency-key: ${randomUUID()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  }

  function connection(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
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
        const status = pending.slice(9, 12);
        pending = '';
        latencies.push(performance.now() - sentAt);
        if (status === '201') succeeded++;
        else others[status] = (others[status] ?? 0) + 1;
        send();
      });
    });
  }

  await Promise.all(Array.from({ length: connections }, connection));
  return { succeeded, others, seconds: (performance.now() - start) / 1000, latencies };
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
