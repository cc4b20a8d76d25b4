import { type Features, places } from './features.ts';
import { createKernelScores, type KernelModel, trainKernelModel } from './kernel-model.ts';
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

/** Says how well each label fits. */
export function createScores({ linear, kernel }: Scorer): (features: Features) => Float64Array {
  if (kernel === undefined) return (features) => scoresOf(linear, features);
  const nearScores = createKernelScores(kernel);
  return (features) => {
    const near = nearScores(features);
    return scoresOf(linear, features).map((score, label) => score + kernelWeight * (near[label] as number));
  };
}
