import { expect, test } from 'vitest';
import { shell } from '../../support/e2e/definitions.ts';
import { run } from '../../support/e2e/run.ts';
import { startServer } from '../../support/e2e/server.ts';

test('the exit code of the essential container is passed on', async () => {
  const { code, stdout, stderr } = await run({ definition: shell('echo bye; echo alas >&2; exit 3') });
  expect(code).toBe(3);
  expect(stdout).toBe('main | bye\n');
  expect(stderr).toContain('main | alas\n');
  expect(stderr).toMatch(/task +STOPPED {2}EssentialContainerExited: Essential container in task exited/);
});

test('a command that does not exist: the reason, and exit code 1', async () => {
  const { code, stderr } = await run({ definition: shell('', { entryPoint: ['/no/such/program'] }) });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/main +STOPPED .*CannotStartContainerError: .*\/no\/such\/program/);
  expect(stderr).toMatch(/task +STOPPED {2}TaskFailedToStart: /);
});

test('an image that cannot be pulled: the reason, and exit code 1', async () => {
  const image = 'longshore.invalid/none:1';
  const { code, stderr } = await run({ definition: shell('', { image }) });
  expect(code).toBe(1);
  expect(stderr).toMatch(/main +STOPPED .*CannotPullContainerError: .*longshore\.invalid/);
  expect(stderr).toMatch(/task +STOPPED {2}TaskFailedToStart: /);
});

test('a host port that is taken: the reason, and exit code 1', async () => {
  await using server = await startServer({ args: ['--host', '0.0.0.0'] });
  const portMappings = [{ containerPort: 80, hostPort: server.port }];
  const { code, stderr } = await run({ definition: shell('sleep 60', { portMappings }) });
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`main +STOPPED .*CannotStartContainerError: .*${server.port}`));
  expect(stderr).toMatch(/task +STOPPED {2}TaskFailedToStart: /);
});
