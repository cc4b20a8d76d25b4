import type { Card } from '../../contract/guides.ts';
import { answerGuide } from '../../contract/guides.ts';
import * as contract from '../../contract/payments.ts';
import { type Chat, openChat } from './chat.ts';
import { type Case, type Language, optionFor, type Situation } from './situation.ts';
import { ACCOUNTS, CARDS, type World } from './world.ts';

export type Verdict = 'solved' | 'handed over' | 'wrong' | 'given up';

export interface Outcome {
  situation: string;
  language: Language;
  said: string;
  verdict: Verdict;
  /** Whether it ended as this situation should. */
  right: boolean;
  why: string;
  seconds: number;
}

const mostTurns = 14;
/** Longer than any answer takes on a busy machine. */
const patienceMs = 12_000;
const bankPatienceMs = 20_000;

type Random = () => number;
type Option = Card['options'][number];

/** One customer in one situation, from their first words to whatever end. */
export async function play(
  world: World,
  situation: Situation,
  language: Language,
  random: Random,
): Promise<Outcome> {
  const startedAt = Date.now();
  const found = await situation.setUp(world, language);
  const said = wordsOf(situation, found, language, random);
  const chat = await openChat(found.person, found.context ?? { screen: 'home' });
  try {
    const end = await talk(world, chat, found, situation, said, language, random);
    const wrong = await found.wrong();
    const outcome = { situation: situation.name, language, said, seconds: (Date.now() - startedAt) / 1000 };
    if (end.kind === 'resolved') {
      if (wrong !== undefined)
        return { ...outcome, verdict: 'wrong', right: false, why: `told solved, but ${wrong}` };
      const right = situation.expected === 'solved';
      return {
        ...outcome,
        verdict: 'solved',
        right,
        why: right ? '' : 'told solved where only a person can help',
      };
    }
    if (end.kind === 'handed_over') {
      const missing = await missingEvidence(world, chat, situation);
      const right = situation.expected === 'handed_over' && missing === undefined && wrong === undefined;
      if (situation.expected === 'handed_over' && wrong !== undefined)
        return { ...outcome, verdict: 'wrong', right, why: wrong };
      return { ...outcome, verdict: 'handed over', right, why: missing ?? end.why };
    }
    return { ...outcome, verdict: 'given up', right: false, why: end.why };
  } finally {
    chat.close();
  }
}

type End = { kind: 'resolved' | 'handed_over' | 'given_up'; why: string };

/** What the customer says first, filled in. */
export function wordsOf(situation: Situation, found: Case, language: Language, random: Random): string {
  const all = situation.says[language];
  const said = all[Math.floor(random() * all.length)] ?? '';
  return said.replace(/\{(\w+)\}/g, (_, name) => found.words?.[name] ?? '');
}

/** The customer and the chat, until nothing more is to be done without a person. */
export async function talk(
  world: World,
  chat: Chat,
  found: Case,
  situation: Situation,
  said: string,
  language: Language,
  random: Random,
): Promise<End> {
  // The greeting first, and the guide that a screen's payment may have started.
  await quiet(chat, found.context?.paymentId !== undefined ? 2500 : 800);
  if (chat.card() === undefined) chat.say(said);
  const answered = new Set<string>();
  const chosen = new Map<string, number>();
  let suggestionsSeen = 0;
  let asked = false;
  for (let turn = 0; turn < mostTurns; ) {
    if (chat.status() === 'queued' || chat.status() === 'assigned')
      return { kind: 'handed_over', why: lastWords(chat) };
    const resolved = [...chat.runs.values()].find(({ status }) => status === 'resolved');
    if (resolved !== undefined && chat.card() === undefined) return { kind: 'resolved', why: resolved.guide };
    if (chat.isOver()) return loggedOut(world, chat);
    const card = chat.card();
    const key = card && `${card.runId} ${card.step}`;
    if (card !== undefined && key !== undefined && !answered.has(key)) {
      answered.add(key);
      turn++;
      // Nobody asks the same a third time.
      const option = optionFor(
        card,
        found.wants.filter((want) => (chosen.get(want) ?? 0) < 2),
      );
      if (option !== undefined) {
        const want = found.wants.find((one) => option.id === one || option.id.startsWith(`${one}:`)) ?? '';
        chosen.set(want, (chosen.get(want) ?? 0) + 1);
        await choose(chat, found, card, option, language, random);
        await chat.news(1500);
        continue;
      }
      if (!(await chat.news(bankPatienceMs))) {
        chat.say(language === 'zh' ? '转人工' : 'talk to a person');
        await chat.news(patienceMs);
      }
      continue;
    }
    const statement = chat.messages.findLast(({ content }) => content.type === 'statement')?.content;
    const suggestions = statement?.type === 'statement' ? (statement.suggestions ?? []) : [];
    if (await chat.news(patienceMs)) continue;
    turn++;
    // Nothing more comes: a question to answer, or nothing was understood.
    if (suggestions.length > 0 && suggestionsSeen < 3) {
      suggestionsSeen++;
      const guide = situation.evidence?.guide;
      const meant =
        suggestions.find(({ id }) => id === guide) ?? suggestions.find(({ id }) => id === 'talk-to-a-person');
      if (meant !== undefined) {
        chat.say(meant.label[language]);
        continue;
      }
    }
    if (asked) return { kind: 'given_up', why: `no end; ${lastWords(chat)}` };
    asked = true;
    chat.say(language === 'zh' ? '转人工' : 'talk to a person');
  }
  return { kind: 'given_up', why: `too many turns; ${lastWords(chat)}` };
}

/** Where a freeze has logged the customer out, the run's own outcome tells. */
async function loggedOut(world: World, chat: Chat): Promise<End> {
  for (let tries = 0; tries < 50; tries++) {
    const [row] = await world.db.query<{ status: string; queued: boolean }>(
      `select r.status, c.status = 'queued' as queued
       from guides.run r join support.conversation c on c.id = r.conversation_id
       where c.id = $1 order by r.id desc limit 1`,
      [chat.id],
    );
    if (row?.queued) return { kind: 'handed_over', why: 'logged out' };
    if (row?.status === 'resolved') return { kind: 'resolved', why: 'logged out' };
    await new Promise((done) => setTimeout(done, 100));
  }
  return { kind: 'given_up', why: 'logged out before the end' };
}

/** Waits until nothing has come for a while. */
async function quiet(chat: Chat, milliseconds: number): Promise<void> {
  const end = Date.now() + 6000;
  while (Date.now() < end && (await chat.news(milliseconds)));
}

/** Chooses an option as a customer does: in words or by a tap; a form of the wallet is filled in there. */
async function choose(
  chat: Chat,
  found: Case,
  card: Card,
  option: Option,
  language: Language,
  random: Random,
): Promise<void> {
  const { person } = found;
  const { action } = option;
  switch (action.type) {
    case 'answer':
      if (random() < 0.4) chat.say(option.label[language]);
      else
        await person.send(answerGuide, {
          params: { id: card.runId },
          body: { step: card.step, option: option.id },
        });
      return;
    case 'pay': {
      const method = action.method ?? { type: 'balance' as const };
      const body = { method, paymentPassword: person.paymentPassword };
      const { result } = await person.sendConfirmed(contract.attemptPayment, {
        params: { id: action.paymentId },
        body,
      });
      await confirmAtBank(result);
      return;
    }
    case 'top_up_and_pay': {
      const method = action.method ?? { type: 'balance' as const };
      const body = { method, paymentPassword: person.paymentPassword, topUpAmount: action.topUpAmount };
      await person.sendConfirmed(contract.topUpAndPay, { params: { id: action.paymentId }, body });
      return;
    }
    case 'guide':
      return;
    case 'open':
      await openScreen(found, action.screen, action.paymentId);
      await answerAfterwards(chat, found, card);
  }
}

async function openScreen(found: Case, screen: string, paymentId: string | undefined): Promise<void> {
  const { person } = found;
  const own = found.screens?.[screen];
  if (own !== undefined) return void (await own());
  switch (screen) {
    case 'add_card':
      return void (await person.addCard(CARDS.good));
    case 'add_bank_account':
      return void (await person.addBankAccount(ACCOUNTS.good));
    case 'reset_payment_password':
      return person.changePaymentPassword('135792');
    case 'authentication':
      if (paymentId !== undefined) await confirmAtBank(await person.detail(paymentId));
  }
}

/** The cardholder passes the bank's page, where it asks. */
async function confirmAtBank(payment: contract.Payment | undefined): Promise<void> {
  if (payment?.actionUrl === undefined) return;
  await fetch(payment.actionUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ result: 'success' }),
  });
}

/** Back from a screen that tells the guide nothing, the customer says that it is done. */
async function answerAfterwards(chat: Chat, found: Case, card: Card): Promise<void> {
  await chat.news(2500);
  const now = chat.card();
  if (now?.runId !== card.runId || now.step !== card.step) return;
  const done = optionFor(card, ['was_reset', 'look_again', 'done', 'solved']);
  if (done?.action.type !== 'answer') return;
  await found.person.send(answerGuide, {
    params: { id: card.runId },
    body: { step: card.step, option: done.id },
  });
}

function lastWords(chat: Chat): string {
  const { content } = chat.messages.findLast(({ content }) => content.type !== 'event') ?? {};
  if (content?.type === 'statement') return content.text.zh;
  if (content?.type === 'card') return content.card.title.zh;
  return content?.type === 'text' ? content.text : '';
}

/** What a person taking over would miss. */
async function missingEvidence(
  world: World,
  chat: Chat,
  { evidence }: Situation,
): Promise<string | undefined> {
  const [conversation] = await world.db.query<{ topic: unknown; priority: string }>(
    'select topic, priority from support.conversation where id = $1',
    [chat.id],
  );
  // Who only asks for a person has not said what it is about.
  if (evidence?.guide === undefined) return undefined;
  if (conversation?.topic == null) return 'no topic';
  if (evidence.urgent && conversation.priority !== 'urgent') return 'not marked urgent';
  const runs = await world.db.query<{ guide: string; steps: number }>(
    `select guide, (select count(*)::int from guides.step where run_id = run.id and kind in ('look', 'answer')) as steps
     from guides.run where conversation_id = $1`,
    [chat.id],
  );
  const run = runs.find(({ guide }) => guide === evidence.guide);
  if (run === undefined)
    return `no run of ${evidence.guide}, but ${runs.map(({ guide }) => guide).join(', ') || 'none'}`;
  return run.steps > 0 ? undefined : 'nothing was looked at';
}
