import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import { firstProblem, type Registration } from '../rule.ts';
import { lengthRule } from './length.ts';
import { networkRules } from './network.ts';
import { taskRules } from './task.ts';

const problemOf = (task: Partial<Registration>): string | undefined =>
  firstProblem(taskRules, registration(task));

test.each([
  [20, 'EphemeralStorage size should be at least 21'],
  [21, undefined],
  [200, undefined],
  [201, 'EphemeralStorage size should be at most 200'],
])('ephemeral storage of %i GiB', (sizeInGiB, problem) => {
  expect(problemOf({ ephemeralStorage: { sizeInGiB } })).toBe(problem);
});

describe('placement constraints', () => {
  const constraint = { type: 'memberOf', expression: 'task:group == a' } as const;

  test('at most ten, each with type and expression', () => {
    expect(problemOf({ placementConstraints: Array.from({ length: 10 }, () => constraint) })).toBeUndefined();
    expect(problemOf({ placementConstraints: Array.from({ length: 11 }, () => constraint) })).toBe(
      'placementConstraints can have at most 10 items.',
    );
    expect(problemOf({ placementConstraints: [{ type: 'memberOf' }] })).toMatch(
      /expression can not be blank/,
    );
    expect(problemOf({ placementConstraints: [{ expression: 'x' }] })).toMatch(/type should not be null/);
  });
});

describe('proxyConfiguration', () => {
  const properties = ['AppPorts', 'ProxyEgressPort', 'ProxyIngressPort', 'IgnoredUID'].map((name) => ({
    name,
    value: '1',
  }));
  const proxy = { containerName: 'app', properties };

  test('is complete and for awsvpc', () => {
    expect(problemOf({ networkMode: 'awsvpc', proxyConfiguration: proxy })).toBeUndefined();
    expect(problemOf({ proxyConfiguration: proxy })).toMatch(/only supported when networkMode is 'awsvpc'/);
    expect(
      problemOf({ networkMode: 'awsvpc', proxyConfiguration: { ...proxy, containerName: 'x' } }),
    ).toMatch(/does not exist/);
    for (const [index] of properties.entries()) {
      const fewer = { ...proxy, properties: properties.toSpliced(index, 1) };
      expect(problemOf({ networkMode: 'awsvpc', proxyConfiguration: fewer })).toMatch(/requires/);
    }
  });
});

test('fault injection wants awsvpc or host', () => {
  expect(problemOf({ enableFaultInjection: true })).toMatch(/awsvpc or host/);
  expect(problemOf({ enableFaultInjection: true, networkMode: 'host' })).toBeUndefined();
  expect(problemOf({ enableFaultInjection: false })).toBeUndefined();
});

test('there is no Windows on ARM', () => {
  const operatingSystemFamily = 'WINDOWS_SERVER_2022_CORE';
  expect(problemOf({ runtimePlatform: { operatingSystemFamily, cpuArchitecture: 'ARM64' } })).toMatch(
    /ARM64/,
  );
  expect(
    problemOf({ runtimePlatform: { operatingSystemFamily, cpuArchitecture: 'X86_64' } }),
  ).toBeUndefined();
});

test.each([
  [{ type: 'GPU', value: '1' }, true],
  [{ type: 'GPU', value: '0' }, false],
  [{ type: 'InferenceAccelerator', value: 'device' }, true],
  [{ type: 'InferenceAccelerator', value: 'other' }, false],
] as const)('accelerator %o', (requirement, taken) => {
  const inferenceAccelerators = [{ deviceName: 'device', deviceType: 'eia2.medium' }];
  const definition = registration({ inferenceAccelerators }, { resourceRequirements: [requirement] });
  expect(firstProblem(taskRules, definition) === undefined).toBe(taken);
});

test('awsvpc containers have no name of their own', () => {
  const named = (networkMode: 'awsvpc' | 'bridge'): string | undefined =>
    firstProblem(networkRules, registration({ networkMode }, { hostname: 'a' }));
  expect(named('awsvpc')).toBe('hostname is not supported on container when networkMode=awsvpc.');
  expect(named('bridge')).toBeUndefined();
});

test('the whole fills at most 64 KiB, tags apart', () => {
  const empty = JSON.stringify(registration({}, { user: '' })).length;
  const fills = (bytes: number): Registration => registration({}, { user: 'x'.repeat(bytes - empty) });
  expect(lengthRule(fills(65_536))).toBeUndefined();
  expect(lengthRule(fills(65_537))).toBe("Actual length: '65537'. Max allowed length is '65536' bytes.");
  expect(lengthRule({ ...fills(65_536), tags: [{ key: 'a', value: 'b' }] })).toBeUndefined();
});
