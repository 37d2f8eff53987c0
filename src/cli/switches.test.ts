import { Command, Option } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { settleSwitches } from './switches.ts';

afterEach(() => void vi.unstubAllEnvs());

function parsed(env: Readonly<Record<string, string>>, ...args: string[]): Record<string, unknown> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let flags = {};
  new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addOption(new Option('--verify').env('TEST_VERIFY'))
    .addOption(new Option('--no-inject').env('TEST_NO_INJECT'))
    .hook('preAction', settleSwitches)
    .action((options: object) => {
      flags = { ...options };
    })
    .parse(args, { from: 'user' });
  return flags;
}

test.each(['1', 'true', ' YES ', 'on'])("'%s' is yes", (value) => {
  expect(parsed({ TEST_VERIFY: value, TEST_NO_INJECT: value })).toEqual({ verify: true, inject: false });
});

test.each(['0', 'false', 'no', ''])("'%s' is no", (value) => {
  expect(parsed({ TEST_VERIFY: value, TEST_NO_INJECT: value })).toEqual({
    verify: undefined,
    inject: true,
  });
});

test('what is written goes before what the environment says', () => {
  expect(parsed({ TEST_VERIFY: '0' }, '--verify')).toMatchObject({ verify: true });
});

test('what says neither is refused', () => {
  expect(() => parsed({ TEST_VERIFY: 'perhaps' })).toThrow("TEST_VERIFY is 'perhaps': it is 1 for --verify");
});
