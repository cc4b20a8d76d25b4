import { type Features, places } from './features.ts';
import { type KernelModel, kernelScores, trainKernelModel } from './kernel-model.ts';
import { type Example, type LinearModel, scoresOf, trainLinearModel } from './linear-model.ts';

/** Two ways of learning the same: what words say, and where meanings are read too, what near texts say. */
export interface Scorer {
  linear: LinearModel;
  kernel?: KernelModel;
}

/** How much near texts count beside words; chosen by cross-validation. */
const kernelWeight = 2;

export function trainScorer(examples: readonly Example[], labels: number): Scorer {
  const linear = trainLinearModel(examples, labels);
  const kernel = trainKernelModel(examples, labels, places);
  return kernel === undefined ? { linear } : { linear, kernel };
}

/** How well each label fits. */
export function scoresBy({ linear, kernel }: Scorer, features: Features): Float64Array {
  const scores = scoresOf(linear, features);
  if (kernel === undefined) return scores;
  const near = kernelScores(kernel, features);
  return scores.map((score, label) => score + kernelWeight * (near[label] as number));
}
