import { afterAll, beforeAll, expect, test } from 'vitest';
import { guideAreas } from '../../../contract/guides.ts';
import { sequenceOf, testRuns, testSeed } from '../../../tests/support/seed.ts';
import { newId } from '../../platform/ids.ts';
import type { Skill } from '../support.ts';
import { type Node, startDesk, type TestDesk } from '../testing.ts';

let desk: TestDesk;
let second: Node;
beforeAll(async () => {
  desk = await startDesk();
  second = await desk.addNode();
});
afterAll(() => desk.stop());

interface ModelAgent {
  id: string;
  capacity: number;
  load: number;
  skills: Partial<Record<Skill, number>>;
  languages: string[];
  online: boolean;
  last: number;
}

interface ModelPlace {
  id: string;
  rank: number;
  waited: number;
  skill: Skill | null;
  level: number;
  language: string;
  weight: number;
  returnedBy: string | null;
}

/** The rules of routing, said once more and differently. */
function serves(agent: ModelAgent, place: ModelPlace): boolean {
  const patient = place.waited >= 180;
  const knows = place.skill === null || (agent.skills[place.skill] ?? 0) >= place.level;
  if (!agent.online || agent.capacity - agent.load < place.weight) return false;
  if (place.level === 2 && !knows) return false;
  if (patient) return true;
  return knows && agent.languages.includes(place.language) && place.returnedBy !== agent.id;
}

test('routing follows its rules in any queue, on two nodes at once nobody is over capacity, and no place stays free', async () => {
  const seed = testSeed();
  const random = sequenceOf(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  for (let round = 0; round < testRuns(12); round++) {
    const nodes = round % 3 === 2 ? 2 : 1;
    await desk.platform.db.query('truncate support.queue');
    await desk.platform.db.query(`delete from support.assignment`);
    await desk.platform.db.query(
      `update support.conversation set status = 'assistant', agent_id = null where status in ('queued', 'assigned')`,
    );
    await desk.platform.db.query(`update support.agent set presence = 'offline'`);
    const agents: ModelAgent[] = Array.from({ length: 1 + below(8) }, () => ({
      id: newId(),
      capacity: below(5),
      load: 0,
      skills: Object.fromEntries(guideAreas.filter(() => below(3) > 0).map((area) => [area, 1 + below(2)])),
      languages: pick([['zh'], ['en'], ['zh', 'en']]),
      online: below(5) > 0,
      last: 0,
    }));
    const queue: ModelPlace[] = Array.from({ length: below(40) }, (_, index) => {
      const skill = pick([null, ...guideAreas]);
      return {
        id: newId(),
        rank: pick([-1, 0, 1, 1, 1]),
        // Well before or well after three minutes, and no two alike.
        waited: (below(4) === 0 ? 400 : 60) + index,
        skill,
        level: skill === null ? 1 : pick([1, 1, 2]),
        language: pick(['zh', 'en']),
        weight: pick([1, 1, 2]),
        returnedBy: pick([null, null, null, ...agents.map(({ id }) => id)]),
      };
    });
    const now = desk.platform.clock.now();
    await desk.platform.db.query(
      `insert into support.agent (staff_id, name, capacity, skills, languages, presence, seen_at)
       select id, id, capacity, skills, languages, presence, $2
       from jsonb_to_recordset($1::jsonb) as a (id uuid, capacity int, skills jsonb, languages text[], presence text)`,
      [JSON.stringify(agents.map((a) => ({ ...a, presence: a.online ? 'online' : 'away' }))), now],
    );
    await desk.platform.db.query(
      `with waiting as (select * from jsonb_to_recordset($1::jsonb) as q
         (id uuid, rank int, since timestamptz, skill text, level int, language text, weight int, "returnedBy" uuid)),
       opened as (insert into support.conversation (id, customer_id, status, language, skill, level, weight, customer_name, phone_end, opened_at)
         select id, id, 'queued', language, skill, level, weight, '*', '0000', since from waiting returning id)
       insert into support.queue (conversation_id, rank, waiting_since, returned_by) select id, rank, since, "returnedBy" from waiting join opened using (id)`,
      [JSON.stringify(queue.map((q) => ({ ...q, since: new Date(now.getTime() - q.waited * 1000) })))],
    );

    desk.support.routing.start();
    if (nodes === 2) second.support.routing.start();
    const given = async () =>
      desk.platform.db.query<{ subject_id: string; agent: string }>(
        `select subject_id, payload ->> 'agentId' as agent from platform.event
         where topic = 'conversation.assigned' and subject_id = any($1::uuid[]) order by position`,
        [queue.map(({ id }) => id)],
      );
    /** Of those who wait, one whom somebody with room would serve. */
    async function somebodyLeft(): Promise<ModelPlace | undefined> {
      const told = new Map((await given()).map(({ subject_id, agent }) => [subject_id, agent]));
      const loadOf = ({ id, load }: ModelAgent) =>
        queue.reduce((sum, place) => sum + (told.get(place.id) === id ? place.weight : 0), load);
      const now = agents.map((agent) => ({ ...agent, load: loadOf(agent) }));
      return queue.find((place) => !told.has(place.id) && now.some((agent) => serves(agent, place)));
    }
    await expect
      .poll(somebodyLeft, {
        message: `seed ${seed}, round ${round}: somebody waits though there is room`,
        timeout: 10_000,
      })
      .toBeUndefined();
    await desk.support.routing.stop();
    await second.support.routing.stop();

    const waiting = queue.toSorted((a, b) => a.rank - b.rank || b.waited - a.waited);
    for (const [step, { subject_id, agent: agentId }] of (await given()).entries()) {
      const where = `seed ${seed}, round ${round}, step ${step}`;
      const first = waiting.find((place) => agents.some((agent) => serves(agent, place)));
      const place = nodes === 1 ? first : waiting.find(({ id }) => id === subject_id);
      expect(subject_id, where).toBe(place?.id);
      if (place === undefined) break;
      const able = agents.filter((agent) => serves(agent, place));
      const chosen = able.find(({ id }) => id === agentId);
      expect(chosen, where).toBeDefined();
      if (chosen === undefined) break;
      const share = ({ load, capacity }: ModelAgent) => load / capacity;
      if (nodes === 1)
        for (const other of able) {
          expect(share(chosen), where).toBeLessThanOrEqual(share(other));
          if (share(other) === share(chosen) && other.last === 0 && step > 0)
            expect(chosen.last, `${where}: who has waited longest`).toBe(0);
        }
      chosen.load += place.weight;
      chosen.last = step + 1;
      waiting.splice(waiting.indexOf(place), 1);
    }
  }
}, 60_000);
