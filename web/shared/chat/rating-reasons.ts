import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { RatingReason } from '../../../contract/ratings.ts';

/** What was missing, as the customer chooses it and the desk reads it. */
export const RATING_REASONS: Record<RatingReason, MessageDescriptor> = {
  not_solved: msg`问题没有解决`,
  slow: msg`等得太久`,
  not_understood: msg`没听懂我说的`,
  attitude: msg`态度不好`,
  hard_to_use: msg`操作太麻烦`,
};
