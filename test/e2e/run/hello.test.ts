import { expect, test } from 'vitest';
import { run } from '../../support/e2e/run.ts';

test('the example runs: every status change, the output of three containers, exit code 0', async () => {
  const { code, stdout, stderr } = await run({ args: ['examples/hello/task-definition.json'] });
  expect(code, stderr).toBe(0);
  const printed = stdout.split('\n');
  expect(printed).toContain('migrate | schema is up to date');
  expect(printed).toContain('api     | listening on port 8080');
  expect(printed).toContain('client  | api said: Hello from a real ECS task');

  const changes = [...stderr.matchAll(/^\d\d:\d\d:\d\d\.\d{3} {2}(\S+) +(\S+)/gm)].map(
    ([, who, what]) => `${who} ${what}`,
  );
  const ordered = [
    'task PENDING',
    'migrate RUNNING',
    'migrate STOPPED',
    'api RUNNING',
    'api HEALTHY',
    'client STOPPED',
    'task STOPPING',
    'api STOPPED',
    'task STOPPED',
  ];
  expect(changes.filter((change) => ordered.includes(change))).toEqual(ordered);
  expect(stderr).toMatch(/api +RUNNING {2}\(.*:\d+->8080\/tcp/);
  expect(stderr).toMatch(/^migrate +exit code 0 .*not essential$/m);
  expect(stderr).toMatch(/^client +exit code 0 .*ended the task$/m);
});
