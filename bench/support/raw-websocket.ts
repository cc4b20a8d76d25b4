import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export interface RawWebSocket {
  /** Text of at most 64 KB. */
  send(text: string): void;
  end(): void;
}

const nothing = Buffer.alloc(0);
/** What comes at any socket is read into this, and taken out of it before the next is read. */
const incoming = Buffer.allocUnsafe(64 * 1024);

/**
 * A client that speaks just enough of RFC 6455 on a bare socket that the processor is left to the server: short text frames,
 * no fragments. Resolves when the server has agreed; what comes is handed over as it is, one text a frame.
 */
export function openRawWebSocket(
  { port, path, cookie }: { port: number; path: string; cookie?: string },
  onText: (text: string, socket: RawWebSocket) => void,
): Promise<RawWebSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: incoming,
        callback(length, buffer) {
          takeBytes(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    let pending: Buffer = nothing;
    let open = false;
    let ended = false;

    function write(opcode: number, text: string): void {
      const length = Buffer.byteLength(text);
      const long = length > 125;
      const start = long ? 8 : 6;
      const frame = Buffer.allocUnsafe(start + length);
      frame[0] = 0x80 | opcode;
      frame[1] = 0x80 | (long ? 126 : length);
      if (long) frame.writeUInt16BE(length, 2);
      // A mask of zeros leaves the payload as it is.
      frame.writeUInt32BE(0, start - 4);
      frame.write(text, start);
      socket.write(frame);
    }

    const client: RawWebSocket = {
      send: (text) => write(1, text),
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
        const text = pending.toString('latin1', start, start + length);
        at = start + length;
        if (opcode === 1) onText(text, client);
        else if (opcode === 9) write(10, text);
      }
      pending = pending.subarray(at);
    }

    function takeBytes(bytes: Buffer): void {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      if (open || agree()) takeFrames();
      // What is left outlives the next read, which `incoming` does not.
      pending = pending.length === 0 ? nothing : Buffer.from(pending);
    }

    socket.on('connect', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n` +
          `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n` +
          `${cookie === undefined ? '' : `cookie: ${cookie}\r\n`}\r\n`,
      ),
    );
    socket.on('error', reject);
    socket.on('close', () => {
      if (open && !ended) throw new Error(`the server closed a socket at ${path}`);
    });
  });
}
