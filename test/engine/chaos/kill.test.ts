import { expect, test } from 'vitest';
import { buildBundle } from '../../support/chaos/bundle.ts';
import { runKills } from '../../support/chaos/kills.ts';
import { isLong, seededRandom } from '../../support/chaos/random.ts';

const kills = isLong ? Number(process.env['LONGSHORE_TEST_KILLS'] ?? 500) : 12;

test(
  `after ${kills} times kill -9 every task has run once and ended as it had to, and nothing is left`,
  { timeout: 60_000 + kills * 5_000 },
  async () => {
    await using bundle = await buildBundle();
    const outcome = await runKills({ bundle: bundle.file, kills, random: seededRandom('kill -9') });
    process.stdout.write(`kill -9: ${outcome.kills} kills, ${outcome.tasks} tasks: ${outcome.summary}\n`);
    expect(outcome.faults).toEqual([]);
    expect(outcome.tasks).toBeGreaterThanOrEqual(kills / 2);
  },
);
