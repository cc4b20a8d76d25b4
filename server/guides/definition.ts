import type { Callback } from '../../contract/callbacks.ts';
import type { CheckUp } from '../../contract/contacts.ts';
import type { Card, Fact, GuideArea, OptionAction, Subject } from '../../contract/guides.ts';
import type { Complaint } from '../../contract/complaint.ts';
import type { Incident } from '../../contract/incidents.ts';
import type { LockState } from '../../contract/recovery.ts';
import type { Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { CustomerProfile } from '../identity/identity.ts';
import type { CallbackWindow } from '../support/support.ts';

/** What a look may read: as of one instant, and only what belongs to the run's customer. */
export interface World {
  readonly now: Date;
  /** When the run began. */
  readonly startedAt: Date;
  readonly subject: Subject;
  customer(): Promise<CustomerProfile | undefined>;
  payment(paymentId: string): Promise<PaymentDetail | undefined>;
  /** Newest first. */
  recentPayments(limit: number): Promise<Payment[]>;
  methods(): Promise<PaymentMethod[]>;
  /** Minor units that may be spent now, by currency. */
  availableBalances(): Promise<Partial<Record<Payment['currency'], bigint>>>;
  /** Ways of paying that do not work now, for anybody. */
  incidents(): Promise<Incident[]>;
  /** What is locked in the account, why and until when. */
  locks(): Promise<LockState>;
  /** How well the account is protected, and what would raise it. */
  checkUp(): Promise<CheckUp>;
  /** Newest first. */
  complaints(): Promise<Complaint[]>;
  /** The newest call the customer has asked for, and when one may be asked for, the soonest first. */
  callbacks(): Promise<{ latest: Callback | undefined; windows: CallbackWindow[] }>;
}

/** What a guide may have done for the customer by answering a card. Each may be called twice with one effect. */
export interface Commands {
  /** Asks the rail what became of a payment, and settles it when it answers. */
  inquire(paymentId: string): Promise<PaymentDetail>;
  /** Gives up a payment that nothing is held for. */
  cancel(paymentId: string): Promise<PaymentDetail>;
  /** 挂失: ends every session of the customer and stops all payments until it is lifted. */
  freeze(): Promise<LockState>;
  /** @param call.from one of the windows there are */
  requestCallback(call: Pick<Callback, 'from' | 'reason' | 'language'>): Promise<Callback>;
  cancelCallback(id: string): Promise<Callback>;
}

export interface CardContent {
  title: LocalizedText;
  tone: Card['tone'];
  badge?: LocalizedText;
  body?: LocalizedText;
  facts?: Fact[];
  probe?: Card['probe'];
}

interface Branch<Facts, StepId> {
  when: (facts: Facts) => boolean;
  /** Says the condition to whoever reads the guide. */
  because: LocalizedText;
  to: StepId;
}
/** The next step, or a list of conditions of which the first that holds decides; the last has none. */
export type Next<Facts, StepId> = StepId | readonly [...Array<Branch<Facts, StepId>>, { to: StepId }];

export interface Offer<Facts> {
  /** Tells apart offers of one rule, such as one for each card. */
  key?: string;
  label: LocalizedText;
  /** Opens one of the wallet's forms; without it the choice is an answer to the run. */
  action?: OptionAction;
  /** What the run knows once this was chosen. */
  learn?: Partial<Facts>;
}

export interface OptionRule<Facts, StepId> {
  id: string;
  /** What is offered as things stand: nothing, or one or several of a kind. */
  offer: (facts: Facts) => ReadonlyArray<Offer<Facts>>;
  /** Quiet ones stay in the background; of the others the first on the card is the primary one. */
  quiet?: true;
  /** Where the answer leads. An option that opens a form leads nowhere by itself: its outcome does, as an event. */
  to?: StepId;
}

/** What ends a card by itself: a thing that happened to the run's payment or customer, and the step that follows. */
export type Reactions<StepId> = Readonly<Partial<Record<string, StepId>>>;

/** Reads facts; all of one look are as of one instant, and are kept as evidence. */
interface Look<Facts, StepId> {
  kind: 'look';
  summary: LocalizedText;
  read: (world: World, facts: Facts) => Promise<Partial<Facts>>;
  next: Next<Facts, StepId>;
}
/** Says something and goes on. */
interface Tell<Facts, StepId> {
  kind: 'tell';
  card: (facts: Facts) => CardContent;
  next: Next<Facts, StepId>;
}
/** Offers ways out, the best one first, and waits. */
interface Choose<Facts, StepId> {
  kind: 'choose';
  card: (facts: Facts) => CardContent;
  options: ReadonlyArray<OptionRule<Facts, StepId>>;
  on?: Reactions<StepId>;
  /** Where a day of silence leads; the run is abandoned when absent. */
  silence?: StepId;
}
/** Asks what only the customer knows, and waits. */
interface Ask<Facts, StepId> {
  kind: 'ask';
  card: (facts: Facts) => CardContent;
  answers: ReadonlyArray<{ id: string; label: LocalizedText; learn?: Partial<Facts>; to: StepId }>;
  on?: Reactions<StepId>;
  silence?: StepId;
}
/** Has the customer prove something in a secure form; the run learns only the result, as an event. */
interface Prove<Facts, StepId> {
  kind: 'prove';
  card: (facts: Facts) => CardContent;
  form: (facts: Facts) => { label: LocalizedText; action: OptionAction };
  on: Reactions<StepId>;
  options?: ReadonlyArray<OptionRule<Facts, StepId>>;
  silence?: StepId;
}
/** Runs a command of a domain under the authority of the customer who asked for it. */
interface Do<Facts, StepId> {
  kind: 'do';
  summary: LocalizedText;
  run: (commands: Commands, facts: Facts) => Promise<Partial<Facts>>;
  next: Next<Facts, StepId>;
  /** Where a refusal leads. */
  refused: StepId;
}
/** Waits for something that is not the customer. */
interface Wait<Facts, StepId> {
  kind: 'wait';
  card: (facts: Facts) => CardContent;
  on: Reactions<StepId>;
  options?: ReadonlyArray<OptionRule<Facts, StepId>>;
  deadline: { hours: number; to: StepId };
}
/** Hands the customer to a person, with everything learnt. */
interface HandOff<Facts> {
  kind: 'hand_off';
  topic: (facts: Facts) => LocalizedText;
  priority: (facts: Facts) => 'normal' | 'urgent';
  card: (facts: Facts) => CardContent;
}
/** The end without a person: solved, or left open. */
interface End<Facts> {
  kind: 'end';
  outcome: 'resolved' | 'abandoned';
  card: (facts: Facts) => CardContent;
}

export type Step<Facts, StepId extends string = string> =
  | Look<Facts, StepId>
  | Tell<Facts, StepId>
  | Choose<Facts, StepId>
  | Ask<Facts, StepId>
  | Prove<Facts, StepId>
  | Do<Facts, StepId>
  | Wait<Facts, StepId>
  | HandOff<Facts>
  | End<Facts>;

export interface Guide<Facts extends object = object, StepId extends string = string> {
  id: string;
  /** Grows with every change of the steps. A run of an older version begins anew, with what is true then. */
  version: number;
  title: LocalizedText;
  summary: LocalizedText;
  area: GuideArea;
  /** `everyone` needs no account: it also works logged out, and its looks read nothing of a customer. */
  audience?: 'everyone';
  start: NoInfer<StepId>;
  /** Where a run that is taken up elsewhere goes on, with what it knows; at the step that waits when absent. */
  resume?: NoInfer<StepId>;
  /** Its cards also react to what happens to the customer's other payments and account, not just to the run's payment. */
  hears?: 'customer';
  /** Facts that its picture is drawn with, where a card cannot be written without any. */
  sample?: Facts;
  /** The hand-off behind 'talk to a person', which every card offers. */
  person: NoInfer<StepId>;
  /** What the run turned out to be about; what it was started with when absent. */
  subject?: (facts: Facts) => Subject;
  steps: Readonly<Record<StepId, Step<Facts, NoInfer<StepId>>>>;
}

/** The engine's view of a guide, whatever its facts are. */
// biome-ignore lint/suspicious/noExplicitAny: facts are checked where the guide is written
export type AnyGuide = Guide<any>;

/**
 * Declares a guide: `defineGuide<Facts>()({...})`. Facts are what its steps learn; they are kept as JSON between steps,
 * so every one is optional and none is a bigint or a Date. The compiler checks that every step named exists.
 */
export function defineGuide<Facts extends object>() {
  return <StepId extends string>(guide: Guide<Facts, StepId>): Guide<Facts, StepId> => guide;
}

/** What a person taking over is told of a run, as its facts stand. */
export function concernOf(
  guide: AnyGuide,
  facts: object,
): { topic: LocalizedText; priority: 'normal' | 'urgent' } | undefined {
  const step = guide.steps[guide.person];
  return step?.kind === 'hand_off' ? { topic: step.topic(facts), priority: step.priority(facts) } : undefined;
}

/** Where `next` leads with these facts. */
export function follow<Facts, StepId extends string>(next: Next<Facts, StepId>, facts: Facts): StepId {
  if (typeof next === 'string') return next;
  for (const branch of next) if (!('when' in branch) || branch.when(facts)) return branch.to;
  throw new Error('a list of branches ends with one that has no condition');
}
