import { setTimeout as sleep } from 'node:timers/promises';
import { businessDay } from '../../contract/business-day.ts';
import { getReport } from '../../contract/reports.ts';
import { type Figure, figure, percentile } from '../../bench/support/figures.ts';
import type { Case } from '../scenarios/situation.ts';
import { startWorld, type World } from '../scenarios/world.ts';
import { type Game, type Visit, visit } from './peak-customer.ts';
import { type Contact, dayMinutes } from './peak-day.ts';
import { type Desk, openDesk } from './peak-desk.ts';

export interface PeakOptions {
  seed: number;
  /** How long the day takes to play. */
  milliseconds: number;
  /** The customers of the day. */
  contacts: readonly Contact[];
  agents: number;
  say?: (line: string) => void;
}

type Side = 'ours' | 'first in, first out';

export interface Day {
  visits: Visit[];
  /** What does not hold at the end. */
  violations: string[];
  /** Minutes of the day, from the desk's report. */
  expectedWait: { meanError: number; bias: number };
}

const settingUpAtOnce = 6;

/**
 * The same customers and as many agents, at two whole UPays at the same time: one as it is, at the other everybody asks for a
 * person at once and stands in one line. The servers' clocks are real; people live faster by the same factor at both.
 */
export async function simulatePeak(options: PeakOptions): Promise<Record<Side, Day>> {
  const { seed, milliseconds, contacts, agents, say = () => undefined } = options;
  const factor = (dayMinutes * 60_000) / milliseconds;
  const worlds: World[] = [];
  const desks: Desk[] = [];
  const day = businessDay(new Date());
  try {
    const open = async (side: Side) => {
      const world = await startWorld();
      worlds.push(world);
      const game: Game = {
        world,
        seed,
        selfService: side === 'ours',
        booked: new Set(),
        milliseconds: (minutes) => (minutes * 60_000) / factor,
        minutes: (passed) => (passed * factor) / 60_000,
      };
      const cases = await setUpAll(game, contacts);
      const ids = new Map(cases.map(({ person }, place) => [person.customer.id, contacts[place]]));
      const desk = await openDesk(game, agents, (id) => ids.get(id));
      desks.push(desk);
      return { game, cases, desk };
    };
    const sides = { ours: await open('ours'), 'first in, first out': await open('first in, first out') };
    say(`${contacts.length} customers and ${agents} agents are there twice; the day begins`);
    const start = Date.now();
    const play = async (side: Side): Promise<Day> => {
      const { game, cases, desk } = sides[side];
      const visits: Visit[] = [];
      const everybody = contacts.map(async (contact, place) => {
        await sleep(Math.max(0, start + game.milliseconds(contact.arrives) - Date.now()));
        visits.push(await visit(game, contact, cases[place] as Case));
      });
      const progress = setInterval(
        () => say(`${side}: ${visits.length} of ${contacts.length} are done`),
        30_000,
      );
      try {
        await Promise.race([Promise.all(everybody), desk.failed]);
      } finally {
        clearInterval(progress);
      }
      const { expectedWait } = await desk.supervisor.call(getReport, {
        query: { from: day, to: businessDay(new Date()) },
      });
      const { meanError = 0, bias = 0 } = expectedWait;
      return {
        visits,
        violations: await violationsOf(game, contacts, visits, desk.served),
        expectedWait: { meanError: game.minutes(meanError * 1000), bias: game.minutes(bias * 1000) },
      };
    };
    const [ours, line] = await Promise.all([play('ours'), play('first in, first out')]);
    return { ours, 'first in, first out': line };
  } finally {
    for (const desk of desks) desk.close();
    for (const world of worlds) await world.stop();
  }
}

/** What has happened to each before they come. Where all go to a person at once, nobody looks at it: the customer is enough. */
async function setUpAll({ world, selfService }: Game, contacts: readonly Contact[]): Promise<Case[]> {
  const cases: Case[] = [];
  const waiting = [...contacts];
  await Promise.all(
    Array.from({ length: settingUpAtOnce }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        cases[next.number] = selfService
          ? await next.situation.setUp(world, next.language)
          : { person: await world.person(next.language), wants: [], wrong: async () => undefined };
    }),
  );
  return cases;
}

/** Nobody is lost and nobody is served twice, and the database says the same as the customers. */
async function violationsOf(
  { world }: Game,
  contacts: readonly Contact[],
  visits: readonly Visit[],
  served: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const numbers = new Set(visits.map(({ contact }) => contact.number));
  must(
    visits.length === contacts.length && numbers.size === contacts.length,
    'not everybody came to one end',
  );
  must(new Set(served).size === served.length, 'a conversation was served twice');
  const rows = await world.db.query<{
    customer: string;
    id: string;
    status: string;
    given: number;
    replies: number;
    calls: string[];
  }>(
    `select c.customer_id as customer, c.id, c.status,
       (select count(*)::int from support.assignment a where a.conversation_id = c.id) as given,
       (select count(*)::int from support.message m where m.conversation_id = c.id and m.sender_kind = 'agent') as replies,
       (select coalesce(array_agg(b.status || ' ' || (select count(*) from support.callback_call l where l.callback_id = b.id)), '{}')
        from support.callback b where b.customer_id = c.customer_id) as calls
     from support.conversation c where c.customer_id = any($1)`,
    [visits.map(({ customerId }) => customerId)],
  );
  const of = Map.groupBy(rows, ({ customer }) => customer);
  for (const { contact, customerId, ending } of visits) {
    const who = `customer ${contact.number} (${contact.situation.name}, ${ending})`;
    const [row, ...more] = of.get(customerId) ?? [];
    must(row !== undefined && more.length === 0, `${who} has not one conversation`);
    if (row === undefined) continue;
    const { status, given, replies, calls } = row;
    const was = `${status}, given to ${given} agents, ${replies} replies, callbacks: ${calls.join(', ')}`;
    const byAgent = status === 'closed' && given === 1 && replies === 1;
    const byNone = status !== 'queued' && status !== 'assigned' && given === 0 && replies === 0;
    // The agent has the conversation while they talk, and closes it then.
    const byCall = status === 'closed' && given === 1 && replies === 0;
    must(ending === 'answered' ? byAgent : ending === 'callback' ? byCall : byNone, `${who}: ${was}`);
    const called =
      ending !== 'callback'
        ? []
        : contact.callsMissed === 3
          ? ['missed 3']
          : [`done ${contact.callsMissed + 1}`];
    must(calls.join() === called.join(), `${who}: ${was}`);
  }
  const [queue] = await world.db.query<{ waiting: number }>(
    'select count(*)::int as waiting from support.queue',
  );
  must(queue?.waiting === 0, `${queue?.waiting} still wait in the queue`);
  return found;
}

/** Ours beside the baseline's; times in minutes of the day, shares in percent of the contacts. */
export function figuresOf({ ours, 'first in, first out': line }: Record<Side, Day>): Figure[] {
  const share = (day: Day, ending: Visit['ending']) =>
    (100 * day.visits.filter((one) => one.ending === ending).length) / day.visits.length;
  const quantile = (day: Day, of: 'personAfter' | 'anyAfter', q: number) =>
    percentile(
      day.visits.map((one) => one[of]).filter((value) => value !== undefined),
      q,
    );
  const row = (name: string, unit: string, of: (day: Day) => number) =>
    figure(name, unit, of(ours), 'first in, first out', of(line));
  return [
    row('contacts', '', ({ visits }) => visits.length),
    row('solved alone', '%', (day) => share(day, 'solved')),
    row('answered by a person', '%', (day) => share(day, 'answered')),
    row('callback', '%', (day) => share(day, 'callback')),
    row('booked call, from its time to ringing, p90', 'min', ({ visits }) =>
      percentile(
        visits.flatMap(({ calledAfter }) => calledAfter ?? []),
        0.9,
      ),
    ),
    row('abandoned', '%', (day) => share(day, 'abandoned')),
    row('a person answers, p50', 'min', (day) => quantile(day, 'personAfter', 0.5)),
    row('a person answers, p90', 'min', (day) => quantile(day, 'personAfter', 0.9)),
    row('anybody answers, p50', 'min', (day) => quantile(day, 'anyAfter', 0.5)),
    row('anybody answers, p90', 'min', (day) => quantile(day, 'anyAfter', 0.9)),
    row('expected wait, mean error', 'min', (day) => day.expectedWait.meanError),
    row('expected wait, bias', 'min', (day) => day.expectedWait.bias),
  ];
}
