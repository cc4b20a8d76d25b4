// A process of its own that loads what was learnt and the encoder, reads some texts, and tells what that took.
import { createEncoder } from '../../server/assistant/understanding/encoder/encoder.ts';
import { keyOf, readKeptModel } from '../../server/assistant/understanding/kept.ts';
import { createUnderstanding } from '../../server/assistant/understanding/understanding.ts';
import { readUtterances } from '../../server/assistant/understanding/utterances.ts';

/** Nothing of what was read from disk stays behind, as in the house. */
function load() {
  const model = readKeptModel(keyOf(utterances));
  if (model === undefined) throw new Error('nothing was learnt before');
  return createUnderstanding(model, createEncoder());
}

const utterances = readUtterances();
globalThis.gc?.();
const before = process.memoryUsage().rss;
const began = performance.now();
const understand = load();
const milliseconds = performance.now() - began;
for (const { text } of utterances.slice(-300)) understand(text);
globalThis.gc?.();
process.send?.({ bytes: process.memoryUsage().rss - before, milliseconds });
