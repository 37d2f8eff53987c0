import { readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';

import type { NetworkNamespace } from '../backends/backend.ts';
import type { Ended } from '../run-program.ts';
import { SandboxRules } from './sandbox-rules.ts';

const { signal } = new AbortController();
const here: NetworkNamespace = { kind: 'here', path: '/proc/self/ns/net' };
const done: Ended = { kind: 'ended', exitCode: 0, output: '' };

/** Where nsenter was sent, read when it runs; `gate` holds it up. */
function made(gate: Promise<void> = Promise.resolve()) {
  let asked = 0;
  const entered: string[] = [];
  const rules = new SandboxRules({
    backend: {
      networkNamespace: () => {
        asked += 1;
        return Promise.resolve(here);
      },
      inspectContainer: () => Promise.resolve(undefined),
    },
    async run([, where = '']) {
      await gate;
      entered.push(readlinkSync(where.replace('--net=', '')));
      return done;
    },
  });
  return { rules, entered, asked: () => asked };
}

const own = readlinkSync('/proc/self/ns/net');

test('a namespace is sought once, and entered by what is held open of it', async () => {
  const { rules, entered, asked } = made();
  await rules.put('one', 'x', signal);
  await rules.put('one', 'y', signal);
  expect([entered, asked()]).toEqual([[own, own], 1]);
  await rules.forget('one');
  await rules.put('one', 'z', signal);
  expect(asked()).toBe(2);
  await rules[Symbol.asyncDispose]();
});

test('what is forgotten stays open until it has been entered: its number might be another’s then', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { rules, entered } = made(gate);
  const putting = rules.put('one', 'x', signal);
  const forgetting = rules.forget('one');
  open();
  expect(await putting).toEqual({ kind: 'done' });
  await forgetting;
  expect(entered).toEqual([own]);
});
