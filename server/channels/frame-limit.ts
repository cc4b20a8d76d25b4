/** Frames a client may send in one go, and a second from then on. A person typing needs one or two a second. */
const burst = 60;
const perSecond = 15;
/** Bad and excess frames after which a socket is closed; one is forgiven every few seconds. */
const mostOffences = 20;
const forgivenMilliseconds = 3_000;

export interface FrameLimit {
  /** False when this frame is one too many. */
  allow(): boolean;
  /** Counts a frame that should not have come; true when it is time to close the socket. */
  offend(): boolean;
}

/** Limits one socket, by a bucket of tokens that fills with time. */
export function createFrameLimit(now: () => number): FrameLimit {
  let tokens = burst;
  let filledAt = now();
  let offences = 0;
  let offendedAt = now();
  return {
    allow() {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
    offend() {
      const at = now();
      offences = Math.max(0, offences - (at - offendedAt) / forgivenMilliseconds) + 1;
      offendedAt = at;
      return offences >= mostOffences;
    },
  };
}
