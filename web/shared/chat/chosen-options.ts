import type { GuideRun } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';

/** Steps of a run that show a card; the cards are numbered in this order. */
const showing = new Set(['tell', 'choose', 'ask', 'prove', 'wait', 'hand_off', 'end']);

export const showsCard = (kind: string) => showing.has(kind);

/** What was answered to the cards of a run, by the number of the card. */
export function chosenOptions(run: GuideRun): Map<number, LocalizedText> {
  const chosen = new Map<number, LocalizedText>();
  let card = 0;
  for (const { kind, summary } of run.history) {
    if (showsCard(kind)) card += 1;
    else if (kind === 'answer') chosen.set(card, summary);
  }
  return chosen;
}
