import { readCommandLine, refuseCommandLine } from '../../scripts/command-line.ts';
import type { Sentence } from '../../scripts/say.ts';

/** The seed and the length of what is to be played; ends the script where they make no sense. */
export function readPlay(usage: Sentence, standardMinutes: string): { seed: number; minutes: number } {
  const { values } = readCommandLine(usage, {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    minutes: { type: 'string', default: standardMinutes },
  });
  const [seed, minutes] = [Number(values.seed), Number(values.minutes)];
  if (!Number.isSafeInteger(seed) || seed < 0 || !(minutes > 0 && Number.isFinite(minutes)))
    refuseCommandLine(
      {
        zh: '--seed 是从 0 起的整数，--minutes 是大于 0 的数。',
        en: '--seed is a whole number from 0, --minutes a number above 0.',
      },
      usage,
    );
  return { seed, minutes };
}
