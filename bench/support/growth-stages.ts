import { openDatabase } from '../../server/platform/database/database.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { createLog } from '../../server/platform/log.ts';
import { startSandbox, type TestSandbox } from '../../tests/support/sandbox.ts';
import { withDatabase } from './database.ts';
import { type Figure, figure, median } from './figures.ts';

export type StageName = 'small' | 'large';

export interface Stage {
  name: StageName;
  /** What each thing costs now. */
  measure(): Promise<Record<string, number>>;
  /** Throws where what was measured left something wrong. */
  check?(): Promise<void>;
  stop(): Promise<void>;
}

export interface Grown {
  unit: string;
  say: (line: string) => void;
  /** @param urls of the stage's database, as the owner and as servers come to it */
  start: (name: StageName, urls: { url: string; serverUrl: string }, sandbox: TestSandbox) => Promise<Stage>;
}

const rounds = 5;

/**
 * What things cost with a large history beside one of a thousand: two databases of one PostgreSQL, measured in turn, medians
 * of the rounds. A figure's ratio is how many times dearer growth has made it.
 */
export function compareSizes({ unit, say, start }: Grown): Promise<Figure[]> {
  return withDatabase(async (url, serverUrl) => {
    const other = (address: string) => Object.assign(new URL(address), { pathname: 'small' }).href;
    const admin = openDatabase(url, 1, createLog('error'));
    await admin.query('create database small');
    await admin.close();
    await migrate(other(url));
    const sandbox = await startSandbox();
    const stages: Stage[] = [];
    try {
      stages.push(await start('small', { url: other(url), serverUrl: other(serverUrl) }, sandbox));
      stages.push(await start('large', { url, serverUrl }, sandbox));
      const costs = new Map<string, Record<StageName, number[]>>();
      for (let round = 0; round <= rounds; round++) {
        for (const stage of round % 2 === 0 ? stages : stages.toReversed()) {
          const measured = await stage.measure();
          // The first round only warms up.
          for (const [name, cost] of Object.entries(round === 0 ? {} : measured)) {
            const all = costs.get(name) ?? { small: [], large: [] };
            all[stage.name].push(cost);
            costs.set(name, all);
          }
        }
        say(`${round}/${rounds} rounds`);
      }
      for (const stage of stages) await stage.check?.();
      return [...costs].map(([name, { small, large }]) =>
        figure(name, unit, median(large), 'at 1 thousand', median(small)),
      );
    } finally {
      for (const stage of stages) await stage.stop();
      await sandbox.stop();
    }
  });
}
