import type { ClientFrame, ServerFrame } from '../../../contract/realtime.ts';

/** `waiting`: the connection was lost and the next try is timed; `stopped`: nobody wants one. */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'stopped';

export interface ConnectionTimes {
  /** A try waits a random part of a span that doubles from the shortest to the longest. */
  shortestDelayMs: number;
  longestDelayMs: number;
  /** How long silence lasts before we ask whether anybody is there. */
  quietMs: number;
  /** How long an answer (to opening, a ping, a send) may take before the connection counts as lost. */
  answerMs: number;
}

export const usualTimes: ConnectionTimes = {
  shortestDelayMs: 500,
  longestDelayMs: 30_000,
  quietMs: 25_000,
  answerMs: 10_000,
};

interface ConnectionOptions {
  openSocket: () => WebSocket;
  times: ConnectionTimes;
  onState: (state: ConnectionState) => void;
  /** The server is ready for frames; everything sent over the connection before is to be taken as lost. */
  onReady: () => void;
  onFrame: (frame: ServerFrame) => void;
  /** A try ended before the server was ready: perhaps nobody is logged in. */
  onRefused: () => void;
}

/** One WebSocket that comes back by itself, with back-off and jitter, and notices when the other end is gone. */
export function createConnection(options: ConnectionOptions) {
  const { times } = options;
  let state: ConnectionState = 'stopped';
  let socket: WebSocket | undefined;
  let failures = 0;
  /** The one thing being waited for: an answer, the end of a silence, or the next try. */
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    options.onState(next);
  }

  function wait(milliseconds: number, then: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  }

  function connect(): void {
    become('connecting');
    const opened = options.openSocket();
    socket = opened;
    opened.addEventListener('message', (event: MessageEvent) => {
      if (socket === opened) hear(event.data);
    });
    opened.addEventListener('close', () => {
      if (socket === opened) lose();
    });
    // An error is always followed by a close, which says all there is to know.
    opened.addEventListener('error', () => {});
    wait(times.answerMs, lose);
  }

  function hear(data: unknown): void {
    if (typeof data !== 'string') return;
    wait(times.quietMs, askWhetherThere);
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.type === 'ready') {
      become('open');
      options.onReady();
    } else {
      // A connection that carried something is a good one; one that only opened may be refused again at once.
      failures = 0;
      options.onFrame(frame);
    }
  }

  function lose(): void {
    const lost = socket;
    const wasOpen = state === 'open';
    socket = undefined;
    lost?.close();
    const span = Math.min(times.longestDelayMs, times.shortestDelayMs * 2 ** failures);
    failures = Math.min(failures + 1, 30);
    wait(span / 2 + (Math.random() * span) / 2, connect);
    become('waiting');
    if (!wasOpen) options.onRefused();
  }

  function askWhetherThere(): void {
    send({ type: 'ping' });
    wait(times.answerMs, lose);
  }

  function send(frame: ClientFrame): boolean {
    if (state !== 'open' || socket?.readyState !== socket?.OPEN) return false;
    socket?.send(JSON.stringify(frame));
    return true;
  }

  return {
    start(): void {
      if (state === 'stopped') connect();
    },
    stop(): void {
      const last = socket;
      socket = undefined;
      clearTimeout(timer);
      last?.close();
      become('stopped');
    },
    /** The network or the person is back: try now instead of waiting, or find out whether the connection survived. */
    wake(): void {
      if (state === 'waiting') {
        clearTimeout(timer);
        connect();
      } else if (state === 'open') askWhetherThere();
    },
    /** The connection does not do what it should: begin another. */
    reset(): void {
      if (state === 'open') lose();
    },
    /** False when the frame could not be sent now. */
    send,
    state: () => state,
  };
}
