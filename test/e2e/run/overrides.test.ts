import { expect, test } from 'vitest';
import { shell } from '../../support/e2e/definitions.ts';
import { run } from '../../support/e2e/run.ts';

const definition = {
  ...shell('echo "$GREETING from $PLACE in $MOOD"', { environment: [{ name: 'GREETING', value: 'Hi' }] }),
};

test('--env sets variables, of one container, of all, or from here', async () => {
  const args = ['--env', 'GREETING=Hello', '-e', 'main:PLACE=a test', '-e', 'MOOD'];
  const { code, stdout } = await run({ definition, args, env: { MOOD: 'good mood' } });
  expect(stdout).toBe('main | Hello from a test in good mood\n');
  expect(code).toBe(0);
});

test('--command replaces the command', async () => {
  const { code, stdout } = await run({ definition, args: ['--command', 'main:"echo $GREETING; exit 9"'] });
  expect(stdout).toBe('main | Hi\n');
  expect(code).toBe(9);
});

test('--container-override reaches the container', async () => {
  const limit = shell(
    'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; exit 0',
  );
  const { code, stdout } = await run({
    definition: limit,
    args: ['--container-override', 'main:memory=24'],
  });
  expect(stdout).toBe(`main | ${24 * 1024 * 1024}\n`);
  expect(code).toBe(0);
});

test('an override of a container that is not there is refused before anything runs', async () => {
  const { code, stderr } = await run({ definition, args: ['--env', 'mian:A=B'] });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/mian.*\n.*main/);
  expect(stderr).not.toContain('Running');
});
