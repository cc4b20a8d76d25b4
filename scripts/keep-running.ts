import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './node-process.ts';
import { describeError, inLocale } from './say.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Something that ran this long was well; its next end starts with the shortest wait again. */
const WELL_AFTER_MS = 60_000;

/**
 * Starts something and starts it again whenever it ends by itself, waiting twice as long each time. The first start
 * is the caller's: if it fails, so does this.
 */
export async function keepRunning(
  name: string,
  start: (signal: AbortSignal) => Promise<Running>,
  say: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let current = await start(stopping.signal);

  async function watch(): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    for (;;) {
      const startedAt = Date.now();
      await current.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > WELL_AFTER_MS) waitMs = FIRST_WAIT_MS;
      for (let running = false; !running; ) {
        const seconds = waitMs / 1000;
        say(
          inLocale({
            zh: `UPay 的 ${name} 意外退出，${seconds} 秒后重新启动。`,
            en: `UPay's ${name} ended unexpectedly; starting it again in ${seconds} s.`,
          }),
        );
        await sleep(waitMs, undefined, { signal: stopping.signal });
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
        try {
          current = await start(stopping.signal);
          running = true;
        } catch (error) {
          stopping.signal.throwIfAborted();
          say(describeError(error));
        }
      }
      if (stopping.signal.aborted) return;
      say(inLocale({ zh: `UPay 的 ${name} 已恢复。`, en: `UPay's ${name} runs again.` }));
    }
  }

  const watching = watch().catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
      await current.stop(); // It may have been replaced while we were stopping.
    },
  };
}
