import type { GuideRun } from '../../contract/guides.ts';
import { equalInConstantTime, keyedHash } from '../platform/crypto.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AnyGuide } from './definition.ts';
import { type Input, newRun, type Run, toGuideRun } from './run.ts';
import { walk } from './walk.ts';

const longestHours = 24;

/** What a visitor's browser keeps of a run between two calls. */
interface Kept {
  runId: string;
  startedAt: string;
  version: number;
  stepId: string | undefined;
  facts: object;
  cardNumber: number;
  subject: Run['subject'];
}

export interface VisitorStep {
  state?: string | undefined;
  step?: number | undefined;
  option?: string | undefined;
}

/**
 * Guides for those who are not logged in. The run lives in the visitor's browser, signed, so that anybody may walk one and
 * nothing piles up here; such guides read nothing of a customer and do nothing to one.
 */
export function createVisitorWalks(platform: Platform) {
  const { clock, config } = platform;
  const sign = (text: string) => keyedHash(config.pepper, 'a visitor’s guide run', text);

  function seal(guide: AnyGuide, run: Run): string {
    const kept: Kept = {
      runId: run.id,
      startedAt: run.startedAt.toISOString(),
      version: run.version,
      stepId: run.stepId,
      facts: run.facts,
      cardNumber: run.cardNumber,
      subject: {},
    };
    const text = Buffer.from(JSON.stringify([guide.id, kept])).toString('base64url');
    return `${text}.${sign(text).toString('base64url')}`;
  }

  /** @throws conflict for what was not sealed here for this guide, or too long ago */
  function open(guide: AnyGuide, state: string): Kept {
    const [text = '', signature = ''] = state.split('.');
    if (!equalInConstantTime(sign(text), Buffer.from(signature, 'base64url')))
      throw new ProblemError('conflict');
    const [id, kept] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, Kept];
    const age = clock.now().getTime() - Date.parse(kept.startedAt);
    if (id !== guide.id || age > longestHours * 3_600_000) throw new ProblemError('conflict');
    return kept;
  }

  function runOf(guide: AnyGuide, kept: Kept | undefined): Run {
    const run = newRun(guide, {
      customerId: '',
      door: 'help_centre',
      conversationId: undefined,
      subject: {},
      startedAt: kept === undefined ? clock.now() : new Date(kept.startedAt),
    });
    if (kept === undefined) return run;
    const { runId: id, version, stepId, facts, cardNumber } = kept;
    return { ...run, id, version, stepId, facts, cardNumber };
  }

  const nothing = () => Promise.reject(new Error('a guide for everyone reads nothing of a customer'));
  const surroundings = {
    now: () => clock.now(),
    look: <Found>(_run: Run, read: (world: never) => Promise<Found>) =>
      read({
        now: clock.now(),
        startedAt: clock.now(),
        subject: {},
        customer: async () => undefined,
        payment: nothing,
        recentPayments: nothing,
        methods: nothing,
        availableBalances: nothing,
        incidents: nothing,
        locks: nothing,
        checkUp: nothing,
        complaints: nothing,
        callbacks: nothing,
      } as never),
    commandsOf: () => ({
      inquire: nothing,
      cancel: nothing,
      freeze: nothing,
      requestCallback: nothing,
      cancelCallback: nothing,
    }),
  };

  return async (guide: AnyGuide, asked: VisitorStep): Promise<{ run: GuideRun; state: string }> => {
    const kept = asked.state === undefined ? undefined : open(guide, asked.state);
    const run = runOf(guide, kept);
    const answers = kept !== undefined && asked.option !== undefined;
    if (answers && asked.step !== run.cardNumber) throw new ProblemError('conflict');
    const input: Input = answers
      ? { type: 'answer', card: run.cardNumber, option: asked.option ?? '' }
      : { type: kept === undefined ? 'start' : 'resume', by: 'customer', door: 'help_centre' };
    const walked = await walk(guide, run, [input], surroundings);
    // An option that this card does not have leads nowhere.
    if (walked.taken.length === 0) throw new ProblemError('conflict');
    if (walked.run.status !== 'active')
      platform.metrics.guideOutcomes.inc({ guide: guide.id, door: 'visitor', outcome: walked.run.status });
    return {
      run: toGuideRun(walked.run, walked.taken, guide.title, 'customer'),
      state: seal(guide, walked.run),
    };
  };
}
