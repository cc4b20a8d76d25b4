import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** What has been written for a socket this turn. */
export interface Outbox {
  /** Takes one or several whole frames of `encodeText`. */
  push(frames: Buffer): void;
  /** Sends what waits now; before the socket is closed, after which nothing may follow. */
  flush(): void;
  /** Resolves once everything pushed so far has been taken, or the socket is gone. */
  taken(): Promise<void>;
}

/** A text as one unmasked WebSocket frame (RFC 6455, 5.2), the same for every reader. */
export function encodeText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x81;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, start);
  return frame;
}

let waiting: Outbox[] = [];

function flushAll(): void {
  const outboxes = waiting;
  waiting = [];
  for (const outbox of outboxes) outbox.flush();
}

/**
 * What one socket is told in one turn goes out in one write: a system call is dearer than all the rest of it. Frames are
 * written past `ws`, which would write out each for each reader; it compresses nothing here, so nothing of its own waits.
 */
export function createOutbox(socket: WebSocket, stream: Duplex): Outbox {
  const frames: Buffer[] = [];
  const outbox: Outbox = {
    push(frame) {
      if (frames.push(frame) > 1) return;
      if (waiting.push(outbox) === 1) setImmediate(flushAll);
    },
    flush() {
      if (frames.length === 0) return;
      if (socket.readyState === socket.OPEN)
        stream.write(frames.length === 1 ? frames[0] : Buffer.concat(frames));
      frames.length = 0;
    },
    async taken() {
      outbox.flush();
      if (socket.readyState === socket.OPEN && stream.writableLength > 0)
        await new Promise<void>((resolve) => stream.write('', () => resolve()));
    },
  };
  return outbox;
}
