import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { fakeConsole } from '../../test/support/gateway/console.ts';
import { program } from './program.ts';
import { VERSION } from './version.ts';

/** What is printed for these arguments by commander itself, before any command runs. */
async function printed(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const console = fakeConsole();
  const longshore = program(console, () => {});
  for (const command of [longshore, ...longshore.commands]) command.exitOverride();
  try {
    await longshore.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { out: console.textOf('out'), err: console.textOf('err'), code: error.exitCode };
  }
  throw new Error('a command was run');
}

test('--version', async () => {
  expect(await printed('--version')).toEqual({ out: `${VERSION}\n`, err: '', code: 0 });
});

test.each([['--help'], ['serve', '--help'], ['run', '--help'], ['events', '--help'], ['logs', '--help']])(
  '%s %s shows examples',
  async (...args) => {
    const { out, code } = await printed(...args);
    expect(out).toContain('Examples:\n  longshore ');
    expect(code).toBe(0);
  },
);

test.each([
  [['serv'], 'Did you mean serve?'],
  [['serve', '--prot', '1'], 'Did you mean --port?'],
  [['serve', '--port', '65536'], '65535'],
  [['serve', '--port', '0x10'], '65535'],
  [['serve', '--port', ''], '65535'],
  [['serve', '--account-id', '123'], 'twelve digits'],
  [['serve', '--region', 'Mars'], 'us-east-1'],
  [['serve', '--backend', 'podman'], 'docker, simulated'],
  [['serve', '--iam', 'maybe'], 'off, soft, strict'],
  [['run', 'a', '--iam', 'maybe'], 'off, soft, strict'],
  [['serve', '--cleanup-after', '5'], '5m'],
  [['serve', '--log-level', 'loud'], 'debug'],
  [['serve', '--allow-host', 'http://x'], 'without scheme'],
  [['serve', '--ephemeral', '--data-dir', 'x'], 'exclude each other'],
  [['serve', '--root-secret', 'x'], "'--root-secret' needs '--verify-signatures'"],
  [['serve', '--upstream-profile', 'x'], "'--upstream-profile' needs '--upstream'"],
  [['serve', '--upstream', 's3'], "'s3' is not SERVICE=URL. Give it as"],
  [['serve', '--upstream', '*='], "'*=' is not SERVICE=URL. Give it as"],
  [['serve', '--upstream', 's3=127.0.0.1:9000'], 'begins with http:// or https://'],
  [['run', 'a', '--task-role-credentials', 'none'], "needs '--aws-profile'"],
  [['serve', 'extra'], 'too many arguments'],
  [['run'], 'missing required argument'],
  [['run', 'a', 'b'], 'too many arguments'],
  [['run', 'a', '--endpoint', 'nope'], 'http://127.0.0.1:4566'],
  [['run', 'a', '--endpoint', 'unix:///x'], 'http://127.0.0.1:4566'],
  [['run', 'a', '--launch-type', 'LAMBDA'], 'FARGATE'],
  [['events', 'extra'], 'too many arguments'],
  [['events', '--after', 'yesterday'], 'at most 15 digits'],
  [['logs'], 'missing required argument'],
  [['logs', 'a', '--since', 'yesterday'], '5m'],
])('%j is refused', async (args, why) => {
  const { err, code } = await printed(...args);
  expect(err).toContain(why);
  expect(code).toBe(1);
});
