import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { missedTopic } from './bus.ts';
import { createFanOut, type FanOut, fanOutApplication } from './fan-out.ts';
import { type ScratchDatabase, silentLog, startDatabase, until } from './testing.ts';

let scratch: ScratchDatabase;
let nodes: FanOut[] = [];
beforeAll(async () => {
  scratch = await startDatabase();
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
});
afterAll(() => scratch.stop());

async function startNode(...topics: string[]): Promise<{ bus: FanOut; heard: unknown[] }> {
  const bus = createFanOut(scratch.url, silentLog);
  const heard: unknown[] = [];
  for (const topic of topics) bus.subscribe(topic, (payload) => heard.push(payload ?? topic));
  await bus.start();
  nodes.push(bus);
  return { bus, heard };
}

test('what one node publishes is heard once at each, in order, however many at once', async () => {
  const [one, two, three] = [await startNode('talk'), await startNode('talk'), await startNode('talk')];
  const said = Array.from({ length: 1500 }, (_, place) => ({
    place,
    text: '午饭 "🍜" \\ '.repeat(place % 40),
  }));
  // The first of them has to hear that there are others before it speaks to them.
  await until(async () => {
    one.bus.publish('talk', 'hello');
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [two, three].every(({ heard }) => heard.includes('hello'));
  });
  for (const payload of said) one.bus.publish('talk', payload);
  const withoutHello = ({ heard }: typeof one) => heard.filter((payload) => payload !== 'hello');
  await until(() => [one, two, three].every((node) => withoutHello(node).length >= said.length));
  for (const node of [one, two, three]) expect(withoutHello(node)).toEqual(said);
});

test('what is too large to travel makes the others look into the database', async () => {
  const [one, two] = [await startNode(), await startNode('talk', missedTopic)];
  await until(() => {
    one.bus.publish('talk', 'hello');
    return two.heard.includes('hello');
  });
  const before = two.heard.length;
  one.bus.publish('talk', '长'.repeat(4_000));
  await expect.poll(() => two.heard.slice(before)).toContain(missedTopic);
});

test('a node whose connection broke comes back, and both sides know that something may be missing', async () => {
  const [one, two] = [await startNode('talk', missedTopic), await startNode('talk', missedTopic)];
  await until(() => one.heard.includes(missedTopic));
  for (const { heard } of [one, two]) heard.length = 0;
  await scratch.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid =
       (select max(pid) from pg_stat_activity where application_name = $1 and datname = current_database())`,
    [fanOutApplication],
  );
  for (const { heard } of [one, two])
    await expect.poll(() => heard, { timeout: 8_000 }).toContain(missedTopic);
  await until(() => {
    one.bus.publish('talk', 'to two');
    two.bus.publish('talk', 'to one');
    return one.heard.includes('to one') && two.heard.includes('to two');
  });
});
