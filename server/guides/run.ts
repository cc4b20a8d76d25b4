import type { Card, GuideRun, Subject } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { newId } from '../platform/ids.ts';
import type { AnyGuide } from './definition.ts';
import type { Door } from './guides.ts';

/** What moves a run: its start, the answer to a card, something that happened, or time. */
export type Input =
  | { type: 'start'; by: 'customer' | 'staff'; door: Door }
  /** Taken up where it stands, perhaps at another door. */
  | { type: 'resume'; by: 'customer' | 'staff'; door: Door }
  | { type: 'answer'; card: number; option: string }
  | { type: 'event'; topic: string }
  | { type: 'timer'; card: number }
  /** The conversation went to a person by another way. */
  | { type: 'person_requested' };

/** A run as it is kept. */
export interface Run {
  id: string;
  guide: string;
  version: number;
  customerId: string;
  door: Door;
  conversationId: string | undefined;
  subject: Subject;
  status: GuideRun['status'];
  stepId: string | undefined;
  facts: object;
  stepCount: number;
  /** The number of the newest card. */
  cardNumber: number;
  /** The card to show now; none while an answer is being walked. */
  card: Card | undefined;
  timerAt: Date | undefined;
  pending: Input[];
  failures: number;
  topic: LocalizedText | undefined;
  priority: 'normal' | 'urgent' | undefined;
  startedAt: Date;
  endedAt: Date | undefined;
}

/** A run of which nothing has been walked yet. */
export function newRun(
  guide: Pick<AnyGuide, 'id' | 'version'>,
  of: Pick<Run, 'customerId' | 'door' | 'conversationId' | 'subject' | 'startedAt'>,
): Run {
  return {
    id: newId(),
    guide: guide.id,
    version: guide.version,
    ...of,
    status: 'active',
    stepId: undefined,
    facts: {},
    stepCount: 0,
    cardNumber: 0,
    card: undefined,
    timerAt: undefined,
    pending: [],
    failures: 0,
    topic: undefined,
    priority: undefined,
    endedAt: undefined,
  };
}

/** A step that was taken; kept for ever. */
export interface TakenStep {
  stepId: string;
  kind: string;
  cardNumber: number;
  at: Date;
  authority: 'customer' | 'staff' | 'system' | undefined;
  summary: LocalizedText;
  evidence: Record<string, unknown>;
}

/**
 * The run as its readers see it. The customer sees what was done; what it rests on (traces, raw codes) is for the desk.
 */
export function toGuideRun(
  run: Run,
  steps: readonly TakenStep[],
  title: LocalizedText,
  reader: 'customer' | 'desk',
): GuideRun {
  return {
    id: run.id,
    guide: run.guide,
    version: run.version,
    title,
    door: run.door,
    status: run.status,
    subject: run.subject,
    card: run.card,
    history: steps.map((step) => ({
      stepId: step.stepId,
      kind: step.kind,
      at: step.at.toISOString(),
      summary: step.summary,
      authority: step.authority,
      evidence: reader === 'desk' ? step.evidence : {},
    })),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString(),
  };
}
