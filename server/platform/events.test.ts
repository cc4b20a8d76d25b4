import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEvents, type Event, type Events } from './events.ts';
import { newId } from './ids.ts';
import { type ScratchDatabase, silentLog, startDatabase, until } from './testing.ts';

let scratch: ScratchDatabase;
let nodes: Events[];
beforeAll(async () => {
  scratch = await startDatabase(8);
  await scratch.db.query(
    'create table public.heard (place int generated always as identity, node text, number int)',
  );
});
afterAll(() => scratch.stop());
beforeEach(async () => {
  nodes = [];
  await scratch.db.query('truncate public.heard; truncate platform.event, platform.event_consumer');
});
afterEach(() => Promise.all(nodes.map((node) => node.stop())));

type Handle = Parameters<Events['consume']>[2];

const numberOf = (event: Event) => event.payload.number as number;
const thing = (number: number, topic = 'thing.happened'): Event => ({
  topic,
  subjectId: newId(),
  payload: { number },
});

/** A node that writes down every event it is handed, in the transaction that hands it over. */
async function startNode(name = 'one', handle?: Handle, topics = ['thing.happened']): Promise<Events> {
  const node = createEvents(scratch.another(), silentLog);
  node.consume('listener', topics, async (tx, events) => {
    await tx.query('insert into public.heard (node, number) select $1, unnest($2::int[])', [
      name,
      events.map(numberOf),
    ]);
    await handle?.(tx, events);
  });
  nodes.push(node);
  await node.start();
  return node;
}

const append = (node: Events, ...events: Event[]) =>
  scratch.db.transaction(async (tx) => node.append(tx, events));
const heard = async () =>
  (await scratch.db.query<{ number: number }>('select number from public.heard order by place')).map(
    ({ number }) => number,
  );
const hears = (numbers: number[]) => until(async () => (await heard()).length >= numbers.length);
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, place) => from + place);

test('events are heard in the order in which they were committed, in bulk, and only by topic', async () => {
  const batches: number[] = [];
  const node = await startNode('one', async (_tx, events) => void batches.push(events.length));
  await append(node, thing(0), thing(-1, 'other.happened'), thing(1));
  for (const number of [2, 3]) await append(node, thing(number));
  await hears([0, 1, 2, 3]);
  await append(node, ...upTo(1200, 4).map((number) => thing(number)));
  await hears(upTo(1204));
  expect(await heard()).toEqual(upTo(1204));
  expect(Math.max(...batches)).toBeGreaterThan(100);
});

test('an event keeps its subject and what it tells', async () => {
  let told: Event | undefined;
  const node = await startNode('one', async (_tx, [event]) => void (told = event));
  const event = {
    ...thing(1),
    payload: { number: 1, text: '午饭 "🍜" \\ {a,b}', list: [null, { deep: true }] },
  };
  await append(node, event);
  await until(() => told !== undefined);
  expect(told).toEqual(event);
});

test('what a transaction that fails wanted to tell is never heard', async () => {
  const node = await startNode();
  const failing = scratch.db.transaction(async (tx) => {
    node.append(tx, [thing(1)]);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  await append(node, thing(2));
  await hears([2]);
  expect(await heard()).toEqual([2]);
});

test('events from before the node began are heard, and a node that begins again goes on where it was', async () => {
  const quiet = createEvents(scratch.db, silentLog);
  await append(quiet, thing(1), thing(2));
  const first = await startNode();
  await hears([1, 2]);
  await first.stop();
  await append(quiet, thing(3));
  await startNode();
  await hears([1, 2, 3]);
  expect(await heard()).toEqual([1, 2, 3]);
});

test('a handler that throws in the middle hears the same again, and what it wrote counts once', async () => {
  let failures = 2;
  const node = await startNode('one', async (_tx, events) => {
    if (events.some((event) => numberOf(event) === 2) && failures-- > 0) throw new Error('on purpose');
  });
  await append(node, thing(1), thing(2), thing(3));
  await hears([1, 2, 3]);
  await append(node, thing(4));
  await hears([1, 2, 3, 4]);
  expect(await heard()).toEqual([1, 2, 3, 4]);
  expect(failures).toBeLessThanOrEqual(0);
});

test('one consumer that cannot go on does not hold up another', async () => {
  const node = createEvents(scratch.another(), silentLog);
  const served: number[] = [];
  node.consume('broken', ['thing.happened'], async () => {
    throw new Error('on purpose');
  });
  node.consume(
    'working',
    ['thing.happened'],
    async (_tx, events) => void served.push(...events.map(numberOf)),
  );
  nodes.push(node);
  await node.start();
  await append(node, thing(1));
  await until(() => served.length === 1);
  await append(node, thing(2));
  await until(() => served.length === 2);
  expect(served).toEqual([1, 2]);
});

test('two nodes share a consumer: every event is heard once, in order, also when one of them ends', async () => {
  const [one, two] = [await startNode('one'), await startNode('two')];
  for (let number = 0; number < 40; number += 2)
    await Promise.all([append(one, thing(number)), append(two, thing(number + 1))]);
  await one.stop();
  for (let number = 40; number < 50; number++) await append(two, thing(number));
  await hears(upTo(50));
  const numbers = await heard();
  expect(numbers.toSorted((a, b) => a - b)).toEqual(upTo(50));
  // Two appended at the same time may change places, later ones never come before earlier ones.
  expect(numbers.map((number) => Math.floor(number / 2)).slice(0, 40)).toEqual(
    upTo(40).map((place) => Math.floor(place / 2)),
  );
});

test('a transaction that commits late, with an earlier position, is not lost', async () => {
  const node = await startNode();
  const { promise: waits, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: began, resolve: begun } = Promise.withResolvers<void>();
  const late = scratch.db.transaction(async (tx) => {
    node.append(tx, [thing(1)]);
    await tx.query('select 1'); // Answered after what was sent before it.
    begun();
    await waits;
  });
  await began;
  await append(node, thing(2));
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await heard()).toEqual([]);
  goOn();
  await late;
  await hears([1, 2]);
  expect(await heard()).toEqual([1, 2]);
});

test('events appended by many transactions at once are each heard once', async () => {
  const node = await startNode();
  await Promise.all(upTo(60).map((place) => append(node, thing(2 * place), thing(2 * place + 1))));
  await hears(upTo(120));
  const numbers = await heard();
  expect(numbers.toSorted((a, b) => a - b)).toEqual(upTo(120));
  for (const even of upTo(60)) expect(numbers.indexOf(2 * even + 1)).toBe(numbers.indexOf(2 * even) + 1);
});

test('a handler may tell of more, also to itself', async () => {
  const node: Events = await startNode('one', async (tx, events) => {
    const next = events.map(numberOf).filter((number) => number < 5);
    node.append(
      tx,
      next.map((number) => thing(number + 1)),
    );
  });
  await append(node, thing(1));
  await hears([1, 2, 3, 4, 5]);
  expect(await heard()).toEqual([1, 2, 3, 4, 5]);
});

test('events are removed once every consumer has passed them and a week is over, and no sooner', async () => {
  const gate = Promise.withResolvers<void>();
  const node = createEvents(scratch.another(), silentLog);
  const heardBySlow: number[] = [];
  node.consume('quick', ['thing.happened'], async () => undefined);
  node.consume('slow', ['thing.happened'], async (_tx, events) => {
    await gate.promise;
    heardBySlow.push(...events.map(numberOf));
  });
  nodes.push(node);
  // A consumer that no program has any more keeps nothing.
  await scratch.db.query(`insert into platform.event_consumer (name) values ('gone')`);
  await node.start();
  await append(node, ...upTo(20).map((number) => thing(number)));
  const kept = async () => (await scratch.db.query('select from platform.event')).length;
  const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60_000);
  const passed = async (name: string) =>
    (await scratch.db.query(`select from platform.event_consumer where name = $1 and position > 0`, [name]))
      .length > 0;
  await until(() => passed('quick'));
  await node.forget(days(8));
  expect(await kept()).toBe(20);
  gate.resolve();
  await until(() => passed('slow'));
  await node.forget(days(6));
  expect(await kept()).toBe(20);
  await node.forget(days(8));
  expect(await kept()).toBe(0);
  await append(node, thing(20));
  await until(() => heardBySlow.length === 21);
  expect(heardBySlow).toEqual(upTo(21));
});
