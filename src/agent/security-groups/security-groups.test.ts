import { afterEach, describe, expect, test } from 'vitest';

import { defaultRules, egress, everyone, fakeVpcs, ingress } from '../../../test/support/agent/fake-vpcs.ts';
import { aMember } from '../../../test/support/agent/members.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import type { ContainerSnapshot, NetworkNamespace } from '../backends/backend.ts';
import type { Ended } from '../run-program.ts';
import { SecurityGroups } from './security-groups.ts';
import type { SecurityGroupWish } from './wish.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const done: Ended = { kind: 'ended', exitCode: 0, output: '' };

const running: ContainerSnapshot = {
  runtimeId: 'sandbox',
  engineName: 'ecs-pause',
  taskArn: '',
  container: '',
  status: 'running',
  outOfMemory: false,
  bindings: [],
  createdAt: 0,
};

/** Sandboxes share this process's own namespace; what would be put there is kept. */
function made(wish: SecurityGroupWish = 'auto') {
  const clock = new VirtualClock();
  const vpcs = fakeVpcs();
  const said: string[] = [];
  const warned: string[] = [];
  const state = {
    machine: { kind: 'here', path: '/proc/self/ns/net' } as NetworkNamespace | Error,
    trial: done,
    put: (_sandbox: string): Ended => done,
    gone: new Set<string>(),
    unseen: false,
    hasRules: false,
  };
  /** What was put, and into which namespace. */
  const entered: { readonly at: string; readonly ruleset: string }[] = [];
  const groups = new SecurityGroups({
    backend: {
      networkNamespace(sandboxId) {
        if (sandboxId === undefined) {
          const { machine } = state;
          return machine instanceof Error ? Promise.reject(machine) : Promise.resolve(machine);
        }
        if (state.gone.has(sandboxId)) return Promise.reject(new Error('no such container'));
        if (state.unseen) return Promise.resolve({ kind: 'unreachable', why: 'they cannot be seen' });
        return Promise.resolve({ kind: 'here', path: '/proc/self/ns/net' });
      },
      inspectContainer: () => Promise.resolve(state.unseen ? running : undefined),
    },
    directory: vpcs,
    wish,
    run([program, where = ''], _signal, ruleset = '') {
      if (program === 'unshare') return Promise.resolve(state.trial);
      entered.push({ at: where, ruleset });
      return Promise.resolve(state.put(where));
    },
    nameservers: () => ['1.1.1.1'],
    history: { hasRules: () => state.hasRules, noteRules: () => void (state.hasRules = true) },
    clock,
    log: {
      ...silentLog,
      info: (_fields, message) => void said.push(message),
      warn: (_fields, message) => void warned.push(message),
    },
  });
  closers.push(() => groups[Symbol.asyncDispose]());
  vpcs.putGroup('default', 'vpc-1', defaultRules('default'));
  vpcs.putGroup('web', 'vpc-1', [ingress('tcp', { groupId: 'lb' }, 80), egress('-1', everyone)]);
  vpcs.putGroup('lb', 'vpc-1', [ingress('-1', everyone), egress('-1', everyone)]);
  const admit = async (last: number, ...ids: string[]): Promise<void> => {
    groups.admit(aMember(last, ids), true);
    await groups.settled(`arn:${last}`);
  };
  const flushed = async (): Promise<void> => {
    await groups.settled('arn:4');
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { groups, vpcs, clock, state, said, warned, entered, admit, flushed };
}

describe('a task', () => {
  test('in a default group costs nothing: nothing is tried, nothing entered', async () => {
    const { admit, entered, said } = made();
    await admit(4, 'default');
    await admit(5, 'default');
    expect([entered, said]).toEqual([[], []]);
  });

  test('has its rules, and others know of it, before it is let go on', async () => {
    const { admit, entered, said } = made();
    await admit(4, 'web');
    expect(entered).toEqual([]);
    await admit(5, 'lb');
    expect(said).toEqual(['security groups are enforced between tasks']);
    expect(entered.map(({ ruleset }) => ruleset)).toEqual([
      expect.stringContaining('ip saddr { 10.77.3.5/32 } tcp dport 80 accept'),
    ]);
  });

  test('that leaves is known no more; a namespace whose rules stay the same is left alone', async () => {
    const { groups, clock, admit, entered, flushed } = made();
    await admit(4, 'web');
    await admit(5, 'lb');
    await admit(6, 'lb');
    expect(entered).toHaveLength(2);
    await admit(7, 'default');
    // The newcomer keeps others out, and changes nothing for the first.
    expect(entered.map(({ ruleset }) => ruleset).slice(2)).toEqual([
      expect.not.stringContaining('10.77.3.5'),
    ]);
    groups.leave('arn:5');
    await clock.advance(249);
    expect(entered).toHaveLength(3);
    await clock.advance(1);
    await flushed();
    expect(entered.slice(3).map(({ ruleset }) => ruleset)).toEqual([
      expect.stringContaining('{ 10.77.3.6/32 }'),
    ]);
  });

  test('of an earlier run gets its rules again, and loses those that it should not have', async () => {
    const { groups, entered, state } = made();
    groups.admit(aMember(4, ['default']), false);
    await groups.settled('arn:4');
    // No rules were ever put.
    expect(entered).toEqual([]);
    state.hasRules = true;
    groups.admit(aMember(4, ['default']), false);
    await groups.settled('arn:4');
    expect(entered.map(({ ruleset }) => ruleset)).toEqual([
      'table ip longshore\ndelete table ip longshore\n',
    ]);
  });
});

test('when all leave, nobody is told', async () => {
  const { groups, clock, admit, entered, flushed } = made();
  for (const last of [4, 5, 6]) await admit(last, 'web');
  const before = entered.length;
  for (const last of [4, 5, 6]) groups.leave(`arn:${last}`);
  await clock.advance(1000);
  await flushed();
  expect(entered).toHaveLength(before);
});

describe('what changes', () => {
  test('at once is put once', async () => {
    const { groups, vpcs, entered, flushed } = made();
    for (const last of [4, 5, 6, 7]) groups.admit(aMember(last, [last === 4 ? 'web' : 'lb']), true);
    await groups.settled('arn:7');
    expect(entered).toHaveLength(1);
    for (const port of [81, 82, 83]) {
      vpcs.putGroup('web', 'vpc-1', [ingress('tcp', { groupId: 'lb' }, port), egress('-1', everyone)]);
    }
    await flushed();
    expect(entered).toHaveLength(2);
    expect(entered[1]?.ruleset).toContain('tcp dport 83');
  });
});

describe('where rules cannot be held', () => {
  test.each([
    [
      { kind: 'unreachable', why: 'Longshore does not run as root' } as const,
      done,
      'Longshore does not run as root',
    ],
    [undefined, { kind: 'missing' } as const, 'unshare is not installed'],
    [undefined, { ...done, exitCode: 127 }, 'nft is not installed'],
    [undefined, { ...done, exitCode: 1, output: 'no\nway' }, 'nft fails here: no'],
  ])('tasks run, and it is said why: %j %j', async (machine, trial, problem) => {
    const { state, groups, admit, entered, said } = made();
    if (machine !== undefined) state.machine = machine;
    state.trial = trial;
    await admit(4, 'web');
    await admit(5, 'web');
    expect(entered).toEqual([]);
    expect(groups.state).toEqual({ enforced: false, problem });
    expect(said).toEqual([`security groups are not enforced, because ${problem}`]);
  });

  test('because processes cannot be seen: that shows with the first sandbox, and tasks run', async () => {
    const { state, groups, admit, said } = made();
    state.unseen = true;
    await admit(4, 'web');
    await admit(5, 'web');
    await admit(6, 'web');
    expect(said).toEqual([
      'security groups are enforced between tasks',
      'security groups are not enforced, because they cannot be seen',
    ]);
    expect(groups.state).toEqual({ enforced: false, problem: 'they cannot be seen' });
  });

  test('but required, the task does not start', async () => {
    const { state, admit } = made('require');
    state.unseen = true;
    await admit(4, 'default');
    await expect(admit(5, 'web')).rejects.toThrow('security groups cannot be enforced: they cannot be seen');
  });

  test('switched off, nothing is tried', async () => {
    const { admit, entered, said, groups } = made('off');
    await admit(4, 'web');
    await admit(5, 'web');
    expect([entered, said]).toEqual([[], []]);
    expect(await groups.check()).toEqual({ enforced: false, problem: 'they are switched off' });
  });
});

describe('a failure', () => {
  test('to enter keeps the task from starting, is told once, and is tried again', async () => {
    const { state, admit, groups, clock, warned, entered } = made();
    state.put = () => ({ ...done, exitCode: 1, output: 'Operation not permitted\n' });
    await admit(4, 'default');
    await expect(admit(5, 'web')).rejects.toThrow(
      'security groups could not be applied: Operation not permitted',
    );
    expect(warned).toHaveLength(2);
    state.put = () => done;
    const before = entered.length;
    await clock.advance(1000);
    await groups.settled('arn:5');
    expect(entered.length).toBe(before + 2);
    expect(warned).toHaveLength(2);
  });

  test('of an engine that does not answer is the task’s own, which tries again', async () => {
    const { state, admit, groups } = made();
    const machine = state.machine;
    state.machine = new Error('the engine is away');
    await admit(4, 'default');
    await expect(admit(5, 'web')).rejects.toThrow('the engine is away');
    expect(groups.state).toEqual({ enforced: false, problem: 'the engine is away' });
    state.machine = machine;
    await groups.settled('arn:5');
    expect(groups.state).toEqual({ enforced: true });
  });

  test('because a sandbox is gone is none: there is nothing to hold back', async () => {
    const { state, admit, warned } = made();
    state.gone.add('sandbox-4');
    await admit(4, 'default');
    await admit(5, 'web');
    expect(warned).toEqual([]);
  });
});
