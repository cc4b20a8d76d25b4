import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export interface RawWebSocket {
  /** Text of at most 64 KB. */
  send(text: string): void;
  end(): void;
}

/**
 * A client that speaks just enough of RFC 6455 on a bare socket that the processor is left to the server: short text frames,
 * no fragments. Resolves when the server has agreed; what comes is handed over as it is, one text a frame.
 */
export function openRawWebSocket(
  { port, path, cookie }: { port: number; path: string; cookie?: string },
  onText: (text: string, socket: RawWebSocket) => void,
): Promise<RawWebSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let pending: Buffer = Buffer.alloc(0);
    let open = false;
    let ended = false;

    function frame(opcode: number, payload: Buffer): Buffer {
      const long = payload.length > 125;
      const header = Buffer.alloc(long ? 8 : 6);
      header[0] = 0x80 | opcode;
      header[1] = 0x80 | (long ? 126 : payload.length);
      if (long) header.writeUInt16BE(payload.length, 2);
      // The mask is all zeros, which leaves the payload as it is.
      return Buffer.concat([header, payload]);
    }

    const client: RawWebSocket = {
      send: (text) => socket.write(frame(1, Buffer.from(text))),
      end() {
        ended = true;
        socket.destroy();
      },
    };

    function agree(): boolean {
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) return false;
      const head = pending.subarray(0, end).toString('latin1');
      if (!head.startsWith('HTTP/1.1 101')) {
        reject(new Error(`no socket at ${path}: ${head.split('\r\n')[0]}`));
        socket.destroy();
        return false;
      }
      open = true;
      pending = pending.subarray(end + 4);
      resolve(client);
      return true;
    }

    function takeFrames(): void {
      let at = 0;
      while (pending.length - at >= 2) {
        const opcode = (pending[at] as number) & 0x0f;
        let length = (pending[at + 1] as number) & 0x7f;
        let start = at + 2;
        if (length === 126) {
          if (pending.length < start + 2) break;
          length = pending.readUInt16BE(start);
          start += 2;
        } else if (length === 127) {
          if (pending.length < start + 8) break;
          length = Number(pending.readBigUInt64BE(start));
          start += 8;
        }
        if (pending.length < start + length) break;
        const payload = pending.subarray(start, start + length);
        at = start + length;
        if (opcode === 1) onText(payload.toString('latin1'), client);
        else if (opcode === 9) socket.write(frame(10, payload));
      }
      pending = pending.subarray(at);
    }

    socket.on('connect', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n` +
          `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n` +
          `${cookie === undefined ? '' : `cookie: ${cookie}\r\n`}\r\n`,
      ),
    );
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (open || agree()) takeFrames();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (open && !ended) throw new Error(`the server closed a socket at ${path}`);
    });
  });
}
