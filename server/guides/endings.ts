import type { OptionAction } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { CardContent, Step } from './definition.ts';
import { text } from './wording.ts';

export interface Ending<Facts> {
  /** What a person is told it is about. */
  topic: (facts: Facts) => LocalizedText;
  priority?: (facts: Facts) => 'normal' | 'urgent';
  /** What the customer is told when a person takes over. */
  handOff?: LocalizedText;
}

const solved = text('解决了', 'Yes, solved');
const notSolved = text('还没有', 'Not yet');

/** The answers to 'is it solved?'. */
export const solvedOrNot = [
  { id: 'solved', label: solved, to: 'thanks' },
  { id: 'not_solved', label: notSolved, to: 'hand_off' },
] as const;

/** The end where the customer says that it is solved. */
export const thanks = {
  kind: 'end',
  outcome: 'resolved',
  card: (): CardContent => ({
    title: text('很高兴帮您解决了', 'Glad it is solved'),
    tone: 'success',
    body: text('还有问题随时找我。', 'I am here if anything else comes up.'),
  }),
} as const;

/** The two ends that nearly every guide has: the customer says that it is solved, or a person takes over. */
export function endings<Facts extends object>({ topic, priority, handOff }: Ending<Facts>) {
  const handOffBody =
    handOff ??
    text(
      '我查到的都会交给客服，您不用重复说。',
      'Everything found here goes with you; there is no need to repeat it.',
    );
  return {
    hand_off: {
      kind: 'hand_off',
      topic,
      priority: priority ?? (() => 'normal'),
      card: (): CardContent => ({
        title: text('转人工客服', 'Passing you to a person'),
        tone: 'info',
        body: handOffBody,
      }),
    },
    thanks,
  } as const satisfies Record<string, Step<Facts, 'thanks' | 'hand_off'>>;
}

type Screen = Extract<OptionAction, { type: 'open' }>['screen'];

/** An offer that opens one of the wallet's own screens. */
export const opens = (screen: Screen, label: LocalizedText) => ({
  label,
  action: { type: 'open', screen } as const,
});
