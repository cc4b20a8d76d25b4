import type { Card } from '../../contract/guides.ts';
import type { ScreenContext } from '../../contract/support.ts';
import type { Person, World } from './world.ts';

export type Language = 'zh' | 'en';

/** What really is the case, once it has been set up. */
export interface Case {
  person: Person;
  /** Words that stand in what the customer says, such as the amount. */
  words?: Record<string, string>;
  context?: ScreenContext;
  /** What the customer would choose on a card, best first: ids of options, or the start of one. Looked at anew for each card. */
  wants: readonly string[];
  /** Something else the customer does when a card opens a screen of the wallet, by its name. */
  screens?: Partial<Record<string, () => Promise<unknown>>>;
  /** Why the end is not right, undefined when it is: of the books and the account, not of what was said. */
  wrong(): Promise<string | undefined>;
}

export interface Situation {
  name: string;
  /** `solved`: it can be solved without a person. `handed_over`: only a person can, and needs to know this much. */
  expected: 'solved' | 'handed_over';
  /** What a person is to find with it: a priority, and a run of this guide. */
  evidence?: { guide?: string; urgent?: boolean };
  /** What customers say of it; {amount} and the like are filled in. */
  says: Record<Language, readonly string[]>;
  setUp(world: World, language: Language): Promise<Case>;
}

/** The option a customer would choose, undefined when none fits. */
export function optionFor(card: Card, wants: readonly string[]): Card['options'][number] | undefined {
  for (const want of wants) {
    const found = card.options.find(({ id }) => id === want || id.startsWith(`${want}:`));
    if (found !== undefined) return found;
  }
  return undefined;
}

export const yuan = (minorUnits: string): string =>
  minorUnits.endsWith('00') ? minorUnits.slice(0, -2) : `${minorUnits.slice(0, -2)}.${minorUnits.slice(-2)}`;
