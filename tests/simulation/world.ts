import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../scripts/postgres.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { type PaymentsLab, startPayments } from '../support/payments.ts';
import { temporaryFolder } from '../support/process.ts';
import { sequenceOf } from '../support/seed.ts';

/** Server, sandbox and database, each a process of its own, and all that goes wrong with them, from a seed. */
export interface World {
  lab: PaymentsLab;
  /** How often what has gone wrong so far. */
  faults: Record<string, number>;
  /** Lets things go wrong until `end`, then mends everything. */
  disturb(end: number): Promise<void>;
  stop(): Promise<void>;
}

/** What strikes each request to the sandbox, and how often. */
const weather = {
  slow: 0.02,
  drop_before: 0.04,
  drop_after: 0.04,
  error: 0.03,
  duplicate_callback: 0.05,
  late_callback: 0.03,
};
const delayMs = 300;

export async function startWorld(seed: number): Promise<World> {
  const folder = temporaryFolder();
  const startDatabase = (port?: number) =>
    startPostgres({
      dataFolder: folder.path,
      settings: { shared_buffers: '64MB' },
      ...(port === undefined ? {} : { port }),
    });
  let postgres = await startDatabase();
  await migrate(postgres.url);
  const lab = await startPayments({}, { ...postgres, drop: async () => undefined });
  const { sandbox } = lab.system;
  const faults: Record<string, number> = {};
  const draw = sequenceOf(seed);
  const count = (fault: string, times = 1) => {
    faults[fault] = (faults[fault] ?? 0) + times;
  };

  let weathers = 0;
  async function setWeather(): Promise<void> {
    const response = await fetch(`${sandbox.url}/faults/random`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // After a kill the sequence would begin again.
      body: JSON.stringify({ seed: (seed + weathers++) >>> 0, rates: weather, delayMs }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Adds up what has struck before the process that counted it is gone. */
  async function countWeather(): Promise<void> {
    const { struck } = (await (await fetch(`${sandbox.url}/faults`)).json()) as {
      struck: Record<string, number>;
    };
    for (const [fault, times] of Object.entries(struck)) count(fault, times);
  }

  const kills: Record<string, () => Promise<void>> = {
    async 'kill -9 server'() {
      await lab.system.server.kill();
      await sleep(draw() * 500);
      await lab.system.restartServer();
    },
    async 'kill -9 sandbox'() {
      await countWeather();
      await sandbox.kill();
      await sleep(draw() * 1_500);
      await sandbox.restart();
      await setWeather();
    },
    async 'kill -9 database'() {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.exited;
      await sleep(draw() * 500);
      postgres = await startDatabase(postgres.port);
    },
    async 'server stands still'() {
      process.kill(lab.system.server.pid, 'SIGSTOP');
      await sleep(200 + draw() * 1_500);
      process.kill(lab.system.server.pid, 'SIGCONT');
    },
  };

  return {
    lab,
    faults,
    async disturb(end) {
      await setWeather();
      const names = Object.keys(kills);
      // Every kind comes early, so that a short run meets all of them; then as drawn.
      for (let turn = 0; ; turn++) {
        const pause = 700 + draw() * 2_000;
        if (turn >= names.length && Date.now() + pause > end) break;
        await sleep(pause);
        const name = names[turn < names.length ? turn : Math.floor(draw() * names.length)] as string;
        await kills[name]?.();
        count(name);
      }
      await sleep(Math.max(0, end - Date.now()));
      await countWeather();
      await sandbox.clearFaults();
    },
    async stop() {
      await lab.stop();
      await postgres.stop();
      folder.remove();
    },
  };
}
