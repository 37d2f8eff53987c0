import { setTimeout as sleep } from 'node:timers/promises';
import { CreateClusterCommand, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';

import { buildBundle } from '../../support/chaos/bundle.ts';
import { definitionsOf, kinds, newJob, requestOf } from '../../support/chaos/jobs.ts';
import { openJournal } from '../../support/chaos/journal.ts';
import { startMortal } from '../../support/chaos/mortal-server.ts';
import { isLong, seededRandom } from '../../support/chaos/random.ts';
import { ecsClient } from '../../support/e2e/clients.ts';
import { leftBehind, removeLeftBehind } from '../../support/e2e/left-behind.ts';
import { claimsIn, temporaryDirectory } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

const kills = isLong ? 50 : 5;

test(
  `kill -9 of ${kills} ephemeral servers: the next one removes all that they left, claims too`,
  { timeout: 60_000 + kills * 5_000 },
  async () => {
    const random = seededRandom('kill -9 of ephemeral servers');
    await using bundle = await buildBundle();
    await using home = await temporaryDirectory();
    await using journal = await openJournal();
    const start = () =>
      startMortal({
        file: bundle.file,
        args: ['--ephemeral', '--log-level', 'warn'],
        env: { XDG_DATA_HOME: home.path },
      });
    const installations = new Set<string>();

    for (let kill = 1; kill <= kills; kill += 1) {
      await using server = start();
      const endpoint = await server.ready;
      if (endpoint === undefined) throw new Error(`never ready:\n${server.program.stderr()}`);
      for (const claim of claimsIn(home.path)) installations.add(claim);
      using client = ecsClient(endpoint);
      await client.send(new CreateClusterCommand({}));
      for (const each of definitionsOf(journal.path))
        await client.send(new RegisterTaskDefinitionCommand(each));
      for (let job = 0; job < 4; job += 1) {
        const { id, ...rest } = newJob(random, random.pick(kinds), `job-${kill}-${job}`);
        await client.send(new RunTaskCommand(requestOf({ id, ...rest })));
      }
      await sleep(random.integer(600));
      await server.kill();
    }

    await using last = start();
    await last.ready;
    await waitFor('the claims of the dead to go', () =>
      claimsIn(home.path).length === 1 ? true : undefined,
    );
    last.program.signal('SIGTERM');
    expect(await last.program.ended).toMatchObject({ code: 0 });
    expect(claimsIn(home.path)).toEqual([]);
    expect(installations.size).toBeGreaterThanOrEqual(kills);
    for (const installation of installations) {
      const label = `longshore.installation=${installation}`;
      const left = await leftBehind(label);
      if (left.length > 0) await removeLeftBehind(label);
      expect(left).toEqual([]);
    }
  },
);
