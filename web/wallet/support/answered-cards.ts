import type { GuideRun } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { chosenOptions, showsCard } from '../../shared/chat/chosen-options.ts';

/** The cards of a run before the one to answer now, by their titles, with what was answered. */
export function answeredCards(run: GuideRun): Array<{ title: LocalizedText; chosen?: LocalizedText }> {
  const chosen = chosenOptions(run);
  return run.history
    .filter(({ kind }) => showsCard(kind))
    .map(({ summary }, index) => ({ title: summary, chosen: chosen.get(index + 1) }))
    .slice(0, -1);
}
