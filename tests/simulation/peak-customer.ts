import { setTimeout as sleep } from 'node:timers/promises';
import { answerGuide, startGuide } from '../../contract/guides.ts';
import { forecastWait } from '../../contract/routing.ts';
import { leaveQueue, type Message, requestPerson } from '../../contract/support.ts';
import { surgeAfterSeconds } from '../../server/support/surge.ts';
import { type Chat, openChat } from '../scenarios/chat.ts';
import { talk, wordsOf } from '../scenarios/play.ts';
import { type Case, optionFor } from '../scenarios/situation.ts';
import type { World } from '../scenarios/world.ts';
import { sequenceOf } from '../support/seed.ts';
import { assumed, type Contact, dayMinutes } from './peak-day.ts';

export type Ending = 'solved' | 'answered' | 'abandoned' | 'callback';

export interface Visit {
  contact: Contact;
  customerId: string;
  conversationId: string;
  ending: Ending;
  /** Minutes of the day from joining the queue to a person's first words. */
  personAfter: number | undefined;
  /** The same from the customer's first words to anybody's; the assistant's share is real time. */
  anyAfter: number | undefined;
  surge: boolean;
  /** Minutes of the day from when a booked call was due to the first time it rang. */
  calledAfter?: number;
  /** Told that it is solved where the books say otherwise. */
  wrong: string | undefined;
}

export interface Game {
  world: World;
  seed: number;
  /** The minutes of a day in the milliseconds that they are played in. */
  milliseconds(minutes: number): number;
  minutes(milliseconds: number): number;
  /** Everybody asks for a person at once, and nothing else is offered. */
  selfService: boolean;
  /** Customers who have booked a call. */
  booked: Set<string>;
}

/** One customer, from opening the chat to whatever end. */
export async function visit(game: Game, contact: Contact, found: Case): Promise<Visit> {
  const { world, selfService } = game;
  const { situation, language } = contact;
  const { person } = found;
  const random = sequenceOf(game.seed + 1 + contact.number);
  const said = wordsOf(situation, found, language, random);
  const chat = await openChat(
    person,
    selfService ? (found.context ?? { screen: 'home' }) : { screen: 'home' },
  );
  let surge = false;
  let calledAfter: number | undefined;
  const params = { id: chat.id };

  async function alone(): Promise<Ending> {
    const end = await talk(world, chat, found, situation, said, language, random);
    if (end.kind === 'resolved') return 'solved';
    if (end.kind === 'given_up') await person.call(requestPerson, { params });
    return waitForPerson();
  }

  async function ask(): Promise<Ending> {
    const forecast = await person.call(forecastWait, { query: { language } });
    // The server's setting is in real seconds; on the day's clock it is reached by a wait that many times shorter.
    surge = forecast.surge || game.minutes(forecast.expectedWaitSeconds * 1000) * 60 > surgeAfterSeconds;
    if (surge && contact.inSurge === 'guide') return alone();
    if (surge && contact.inSurge === 'callback') return beCalled();
    await person.call(requestPerson, { params });
    chat.say(said);
    return waitForPerson();
  }

  /** Books a call, and is called at its time, up to three times. */
  async function beCalled(): Promise<Ending> {
    game.booked.add(person.customer.id);
    if (!(await takeCallback(found, language))) throw new Error('no call was to be had');
    const due = await bringForward(game, person.customer.id);
    const isRung = () =>
      chat.messages.find(({ content }) => content.type === 'event' && content.event === 'assigned');
    const giveUp = Date.now() + game.milliseconds(2 * dayMinutes);
    while (chat.status() !== 'closed' && Date.now() < giveUp) await chat.news(1000);
    const rung = isRung();
    if (rung !== undefined) calledAfter = game.minutes(Math.max(0, Date.parse(rung.sentAt) - due));
    return 'callback';
  }

  async function waitForPerson(): Promise<Ending> {
    let until = Date.now() + game.milliseconds(contact.patience);
    for (;;) {
      if (chat.status() === 'closed') break;
      const left = until - Date.now();
      if (left <= 0 && firstOf(chat, 'agent') === undefined) {
        const { problem } = await person.send(leaveQueue, { params });
        if (problem === undefined) return 'abandoned';
        // An agent has it already: nobody leaves then.
        until = Number.POSITIVE_INFINITY;
      }
      await chat.news(Math.min(left > 0 ? left : 1000, 1000));
    }
    return 'answered';
  }

  try {
    let ending: Ending;
    if (!selfService) {
      await person.call(requestPerson, { params });
      chat.say(said);
      ending = await waitForPerson();
    } else ending = await { person: ask, call: beCalled, help: alone }[contact.wants]();
    const queued = chat.messages.findLast(
      ({ content }) => content.type === 'event' && content.event === 'queued',
    );
    const own = chat.messages.find(
      ({ sender, content }) => sender.kind === 'customer' && content.type === 'text',
    );
    const agent = firstOf(chat, 'agent');
    const assistant = own && firstOf(chat, 'assistant', own.sequence);
    const between = (from: Message | undefined, to: Message | undefined) =>
      from && to ? Math.max(0, Date.parse(to.sentAt) - Date.parse(from.sentAt)) : undefined;
    const byAgent = between(own ?? queued, agent);
    const byAssistant = between(own, assistant);
    const answers = [
      ...(byAgent === undefined ? [] : [game.minutes(byAgent)]),
      ...(byAssistant === undefined ? [] : [byAssistant / 60_000]),
    ];
    const waited = between(queued, agent);
    return {
      contact,
      customerId: person.customer.id,
      conversationId: chat.id,
      ending,
      personAfter: waited === undefined ? undefined : game.minutes(waited),
      anyAfter: answers.length === 0 ? undefined : Math.min(...answers),
      surge,
      ...(calledAfter === undefined ? {} : { calledAfter }),
      wrong: ending === 'solved' ? await found.wrong() : undefined,
    };
  } finally {
    chat.close();
  }
}

const firstOf = (chat: Chat, kind: Message['sender']['kind'], after = 0) =>
  chat.messages.find(
    ({ sender, content, sequence }) => sender.kind === kind && content.type !== 'event' && sequence > after,
  );

/** The spans to choose from are of the real day: the call is due some minutes of the played one from now. */
export async function bringForward({ world, milliseconds }: Game, customerId: string): Promise<number> {
  const due = Date.now() + milliseconds(assumed.callAfter);
  await world.db.query(
    `update support.callback set due_from = $2, due_until = $2::timestamptz + interval '1 hour'
     where customer_id = $1 and closed_at is null`,
    [customerId, new Date(due)],
  );
  return due;
}

/** Books a call as the wallet's link in a surge does; whether there was one to be had. */
async function takeCallback({ person }: Case, language: Contact['language']): Promise<boolean> {
  let run = await person.call(startGuide, { body: { guide: 'request-callback', subject: {} } });
  for (let cards = 0; cards < 8 && run.status === 'active'; cards++) {
    const option = run.card && optionFor(run.card, ['payment', 'window', language, 'book']);
    if (run.card === undefined || option === undefined) {
      await sleep(100);
      continue;
    }
    run = await person.call(answerGuide, {
      params: { id: run.id },
      body: { step: run.card.step, option: option.id },
    });
  }
  return run.status === 'resolved';
}
