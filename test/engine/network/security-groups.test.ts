import { describe, expect, test } from 'vitest';

import type { GroupRule } from '../../../src/agent/network/vpc-directory.ts';
import { runProgram } from '../../../src/agent/run-program.ts';
import { cleared, rulesetOf } from '../../../src/agent/security-groups/ruleset.ts';
import { cidr } from '../../support/agent/members.ts';
import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
} from '../../support/agent/engine-harness.ts';
import {
  defaultRules,
  egress,
  everyone,
  type FakeVpcs,
  fakeVpcs,
  ingress,
} from '../../support/agent/fake-vpcs.ts';
import { addressOf, fetched } from '../../support/agent/network.ts';
import { asked, peer, ran, untilAsked } from '../../support/agent/reach.ts';
import { isLong } from '../../support/chaos/random.ts';
import { reachable } from '../../support/link-local/echo.ts';
import { nftIn } from '../../support/agent/nft.ts';

const subnet = {
  vpcId: 'vpc-1',
  vpcCidr: '10.77.0.0/16',
  cidr: '10.77.3.0/24',
  isDefaultVpc: false,
};

/** An EC2 with one VPC and these groups. */
function ec2(groups: Readonly<Record<string, readonly GroupRule[]>>): FakeVpcs {
  const vpcs = fakeVpcs();
  vpcs.putVpc({ id: 'vpc-1', cidrs: ['10.77.0.0/16'] });
  for (const [id, rules] of Object.entries(groups)) vpcs.putGroup(id, 'vpc-1', rules);
  return vpcs;
}

async function start(harness: EngineHarness, ...securityGroups: string[]): Promise<string> {
  const arn = harness.runAwsvpc(peer('in'), {}, { subnet, securityGroups });
  await harness.running(arn);
  // It listens.
  expect(await fetched(urlOf(harness, arn))).toBe('in');
  return arn;
}

const urlOf = (harness: EngineHarness, arn: string, port = 80): string =>
  `http://${addressOf(harness.get(arn))}:${port}/`;

describe('between tasks', () => {
  test('a port is open to whom a rule lets in, by group or by range, and shut to all others', async () => {
    const vpcs = ec2({
      web: [ingress('tcp', { groupId: 'friends' }, 80), egress('-1', everyone)],
      ranged: [ingress('tcp', { cidr: '10.77.3.0/29' }, 81), egress('-1', everyone)],
      friends: defaultRules('friends'),
      strangers: defaultRules('strangers'),
    });
    await using harness = await engineHarness({ vpcs });
    const [web, friend, stranger, ranged] = [
      await start(harness, 'web'),
      await start(harness, 'friends'),
      await start(harness, 'strangers'),
      await start(harness, 'ranged'),
    ];
    expect(await asked(harness, friend, urlOf(harness, web))).toBe('in');
    expect(await asked(harness, friend, urlOf(harness, web, 81))).toBeUndefined();
    expect(await asked(harness, stranger, urlOf(harness, web))).toBeUndefined();
    // 10.77.3.4 to 10.77.3.7 are in the /29.
    expect(await asked(harness, stranger, urlOf(harness, ranged, 81))).toBe('in');
    expect(await asked(harness, stranger, urlOf(harness, ranged))).toBeUndefined();
    // The machine is outside of the VPC.
    expect(await fetched(urlOf(harness, web, 81))).toBe('in');
    // Answers come in to the friend, but nothing else that the other begins.
    expect(await asked(harness, web, urlOf(harness, friend))).toBeUndefined();
    expect(
      await ran(harness, friend, ['ping', '-c', '1', '-W', '1', addressOf(harness.get(web))]),
    ).toMatchObject({
      status: 1,
    });
  });

  test('nothing leaves but by rule, save what no group holds back', async () => {
    const vpcs = ec2({
      shut: [ingress('-1', everyone), egress('tcp', { groupId: 'open' }, 80)],
      open: [ingress('-1', everyone), egress('-1', everyone)],
    });
    await using harness = await engineHarness({ vpcs });
    const [shut, open] = [await start(harness, 'shut'), await start(harness, 'open')];
    expect(await asked(harness, shut, urlOf(harness, open))).toBe('in');
    expect(await asked(harness, shut, urlOf(harness, open, 81))).toBeUndefined();
    expect(await asked(harness, shut, 'http://127.0.0.1:81/')).toBe('in');
    expect(await asked(harness, open, urlOf(harness, shut, 81))).toBe('in');
  });

  test('169.254.170.2 and the engine’s resolver are beyond the groups’ reach', async () => {
    const vpcs = ec2({ shut: [], open: [ingress('-1', everyone), egress('-1', everyone)] });
    await using harness = await reachable('bind', { vpcs });
    const shut = await start(harness, 'shut');
    await start(harness, 'open');
    expect(await nftIn(harness, shut)).toContain('chain egress');
    expect(await asked(harness, shut, 'http://169.254.170.2/x')).toMatch(/^GET \/x/);
    const { sandboxId = '' } = harness.get(shut);
    const own = await ran(harness, shut, ['nslookup', sandboxId.slice(0, 12), '127.0.0.11']);
    expect(own.text).toContain(addressOf(harness.get(shut)));
  });

  test('members of a default group reach one another, without any rules; with a stranger in the VPC by rules', async () => {
    const vpcs = ec2({ default: defaultRules('default'), strange: [egress('-1', everyone)] });
    await using harness = await engineHarness({ vpcs });
    const [one, two] = [await start(harness, 'default'), await start(harness, 'default')];
    expect(await asked(harness, one, urlOf(harness, two))).toBe('in');
    expect(await nftIn(harness, one)).toBe('');
    const stranger = await start(harness, 'strange');
    expect(await asked(harness, stranger, urlOf(harness, one))).toBeUndefined();
    expect(await asked(harness, one, urlOf(harness, two))).toBe('in');
    expect(await nftIn(harness, one)).toContain('chain ingress');
    harness.stop(stranger);
    await harness.stopped(stranger);
    await expect.poll(() => nftIn(harness, one), { timeout: 10_000 }).toBe('');
  });

  test('a task whose group is named knows nobody before it is let in: its first connection gets through', async () => {
    const vpcs = ec2({
      web: [ingress('tcp', { groupId: 'friends' }, 80), egress('-1', everyone)],
      friends: [egress('-1', everyone)],
    });
    await using harness = await engineHarness({ vpcs });
    const web = await start(harness, 'web');
    const [app, ...rest] = peer('in');
    if (app === undefined) throw new Error('a container');
    const once = { ...app, name: 'once', essential: false };
    const command = ['timeout', '1', 'wget', '-q', '-O', '-', urlOf(harness, web)];
    const arn = harness.runAwsvpc(
      [...rest, { ...once, command }],
      {},
      { subnet, securityGroups: ['friends'] },
    );
    await harness.until(arn, ({ containers }) =>
      containers.some(({ name, known }) => name === 'once' && known === 'STOPPED'),
    );
    expect(harness.state(arn, 'once').exitCode).toBe(0);
  });
});

describe('what changes while tasks run', () => {
  const closed = [egress('-1', everyone)];

  test('a rule that is added opens, one that is revoked shuts', async () => {
    const vpcs = ec2({ web: closed, other: closed });
    await using harness = await engineHarness({ vpcs });
    const [web, other] = [await start(harness, 'web'), await start(harness, 'other')];
    const ask = (): Promise<string | undefined> => asked(harness, other, urlOf(harness, web));
    expect(await ask()).toBeUndefined();
    vpcs.putGroup('web', 'vpc-1', [...closed, ingress('tcp', everyone, 80)]);
    await untilAsked(ask, 'in');
    vpcs.putGroup('web', 'vpc-1', closed);
    await untilAsked(ask, undefined);
  });

  test('after kill -9 rules are there, follow what happened meanwhile, and go on following', async () => {
    const vpcs = ec2({ web: closed, other: closed });
    await using harness = await engineHarness({ vpcs });
    const [web, other] = [await start(harness, 'web'), await start(harness, 'other')];
    const ask = (): Promise<string | undefined> => asked(harness, other, urlOf(harness, web));
    await harness.crash();
    vpcs.putGroup('web', 'vpc-1', [...closed, ingress('tcp', { groupId: 'other' }, 80)]);
    harness.restart();
    await untilAsked(ask, 'in');
    vpcs.putGroup('web', 'vpc-1', closed);
    await untilAsked(ask, undefined);
  });
});

test('nft takes rules of every kind', async () => {
  const range = cidr('10.77.0.0/16');
  const peers = [cidr('10.77.3.4'), cidr('10.77.0.0/24'), cidr('0.0.0.0/0')];
  const passages = [
    { protocol: '-1', peers },
    { protocol: 'tcp', peers },
    { protocol: 'tcp', from: 80, to: 80, peers },
    { protocol: 'udp', from: 0, to: 65_535, peers },
    { protocol: 'icmp', from: -1, to: -1, peers },
    { protocol: 'icmp', from: 8, to: -1, peers },
    { protocol: 'icmp', from: 3, to: 4, peers },
    { protocol: '50', peers },
    { protocol: 'icmpv6', peers },
  ];
  const vpc = { own: range, range, isDefault: true };
  const ruleset = rulesetOf({ vpc, ingress: passages, egress: passages }, ['1.1.1.1', '10.77.0.2']);
  const { signal } = new AbortController();
  for (const text of [ruleset, `${cleared}${ruleset}`, cleared]) {
    expect(await runProgram(['unshare', '--net', 'nft', '-f', '-'], signal, text)).toEqual({
      kind: 'ended',
      exitCode: 0,
      output: '',
    });
  }
});

test('switched off, nothing is held back', async () => {
  const vpcs = ec2({ web: [egress('-1', everyone)] });
  await using harness = await engineHarness({ vpcs, securityGroups: 'off' });
  const [one, two] = [await start(harness, 'web'), await start(harness, 'web')];
  expect(await asked(harness, one, urlOf(harness, two))).toBe('in');
  expect(harness.agent.securityGroups.state).toEqual({ enforced: false, problem: 'they are switched off' });
});

test('of many that start at once in one group, while its rules change, each knows all of them in the end', async () => {
  const rules = (port: number): readonly GroupRule[] => [
    ingress('tcp', { groupId: 'web' }, port),
    egress('-1', everyone),
  ];
  const vpcs = ec2({ web: rules(80) });
  await using harness = await engineHarness({ vpcs });
  const count = isLong ? 50 : 12;
  const quick = [container({ name: 'app', command: obedient })];
  const arns = Array.from({ length: count }, () =>
    harness.runAwsvpc(quick, {}, { subnet, securityGroups: ['web'] }),
  );
  await Promise.race(arns.map((arn) => harness.running(arn)));
  vpcs.putGroup('web', 'vpc-1', rules(81));
  await Promise.all(arns.map((arn) => harness.until(arn, ({ lastStatus }) => lastStatus === 'RUNNING')));
  const knows = async (arn: string): Promise<readonly string[]> => {
    const text = await nftIn(harness, arn);
    const [, ranges = ''] =
      /ip saddr \{ ([^}]*) \} tcp dport 81 accept/.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
    return ranges.split(',').flatMap((range) => addressesOf(range.trim()));
  };
  const all = arns.map((arn) => addressOf(harness.get(arn)));
  for (const arn of arns) {
    await expect.poll(() => knows(arn), { timeout: 10_000 }).toEqual(expect.arrayContaining(all));
  }
});

/** nft tells neighbours as a range. */
function addressesOf(range: string): string[] {
  const [first = '', last = first] = range.split('-');
  const [from, to] = [first, last].map((address) => Number(address.split('.').at(-1)));
  const begin = first.slice(0, first.lastIndexOf('.') + 1);
  return Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, index) => `${begin}${(from ?? 0) + index}`);
}
