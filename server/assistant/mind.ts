import type { Clock } from '../platform/clock.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Logger } from '../platform/log.ts';
import { findServingModel } from './learning/model-queries.ts';
import { createEncoder, type Encoder } from './understanding/encoder/encoder.ts';
import { keyOf, readKeptModel } from './understanding/kept.ts';
import { type Model, trainModel, unpackModel } from './understanding/model.ts';
import { teacher } from './understanding/teacher.ts';
import { createUnderstanding, type Understand } from './understanding/understanding.ts';
import { type Intent, readUtterances } from './understanding/utterances.ts';

/** What reads the customers' words on this node: the newest that was learnt and may serve. */
export interface Mind {
  understand: Understand<Intent>;
  /** Tells apart what was learnt from the house's own utterances; what editors taught goes with one of these. */
  readonly key: string;
  /** Takes over what another node, or this one, has learnt since. Cheap: it asks at most every two seconds. */
  refresh(q: Queryable): Promise<void>;
}

const refreshMilliseconds = 2_000;

/**
 * What was learnt once is read at the start. The first time, words and characters alone are learnt at once, in a second, and
 * the sentence encoder's part in a thread of its own, some seconds later.
 */
export function createMind({ clock, log }: { clock: Clock; log: Logger }): Mind {
  const utterances = readUtterances();
  const key = keyOf(utterances);
  let encoder: Encoder | undefined;
  // Loaded when the first English words come: some tenths of a second that a start need not wait for.
  const lazily: Encoder = {
    encode(text) {
      encoder ??= createEncoder();
      return encoder.encode(text);
    },
  };
  let taught: string | undefined;
  let understand: Understand<Intent>;
  const use = (model: Model) => {
    understand = createUnderstanding<Intent>(model, lazily);
  };

  const kept = readKeptModel(key);
  use(kept ?? trainModel(utterances));
  if (kept === undefined)
    teacher
      .own()
      .then(() => {
        const learnt = readKeptModel(key);
        if (learnt !== undefined && taught === undefined) use(learnt);
      })
      .catch((error: unknown) =>
        log.warn({ error }, 'learning with the encoder failed; words alone are read'),
      );

  let lastAsked = Number.NEGATIVE_INFINITY;
  return {
    key,
    understand: (text) => understand(text),
    async refresh(q) {
      const now = clock.now().getTime();
      if (Math.abs(now - lastAsked) < refreshMilliseconds) return;
      lastAsked = now;
      const serving = await findServingModel(q, key, taught);
      if (serving === undefined) return;
      use(unpackModel(serving.packed));
      taught = serving.id;
      log.info({ model: serving.id }, 'reading with what editors taught');
    },
  };
}
