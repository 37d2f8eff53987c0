import { describe, expect, test } from 'vitest';

import { registration, registrationOf } from '../../../../../../test/support/registration.ts';
import type { NetworkMode, PortMapping } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { portRules } from './ports.ts';

const problemOf = (portMappings: PortMapping[], networkMode?: NetworkMode): string | undefined =>
  firstProblem(portRules, registration({ networkMode }, { portMappings }));

describe('one mapping', () => {
  test.each([{}, { hostPort: 80 }, { containerPort: 0 }, { containerPort: 65_536 }])('%o', (mapping) => {
    expect(problemOf([mapping])).toBe("Invalid 'containerPort' setting for container 'app'.");
  });

  test.each(['80', '80-', '90-80', '80-80', '0-10', '65000-65536', 'a-b'])(
    'range %s',
    (containerPortRange) => {
      expect(problemOf([{ containerPortRange }])).toBe(
        "Invalid 'containerPortRange' setting for container 'app'.",
      );
    },
  );

  test('a range excludes single ports', () => {
    expect(problemOf([{ containerPortRange: '80-90', hostPort: 80 }])).toMatch(/cannot be combined/);
    expect(problemOf([{ containerPortRange: '80-90' }])).toBeUndefined();
  });

  test.each([
    ['bridge', true],
    ['awsvpc', true],
    ['host', false],
  ] as const)('a range in %s mode', (networkMode, taken) => {
    expect(problemOf([{ containerPortRange: '80-90' }], networkMode) === undefined).toBe(taken);
  });

  test.each([
    [100, true],
    [101, false],
  ])('%i ranges', (count, taken) => {
    const ranges = Array.from({ length: count }, (_, index) => ({
      containerPortRange: `${1000 + index * 2}-${1001 + index * 2}`,
    }));
    expect(problemOf(ranges) === undefined).toBe(taken);
  });

  test.each([
    ['http', true],
    ['_a-1', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['-a', false],
    ['HTTP', false],
    ['', false],
  ])('name %s', (name, taken) => {
    expect(problemOf([{ containerPort: 80, name }]) === undefined).toBe(taken);
  });
});

describe('network modes', () => {
  test.each(['awsvpc', 'host'] as const)('%s: both ports are the same', (mode) => {
    expect(problemOf([{ containerPort: 80, hostPort: 8080 }], mode)).toBe(
      `When networkMode=${mode}, the host ports and container ports in port mappings must match.`,
    );
    expect(problemOf([{ containerPort: 80, hostPort: 80 }], mode)).toBeUndefined();
    // There is nothing to choose from in one namespace, so 0 is just another number.
    expect(problemOf([{ containerPort: 80, hostPort: 0 }], mode)).toMatch(/must match/);
    expect(problemOf([{ containerPort: 80 }], mode)).toBeUndefined();
  });

  test('bridge: they may differ', () => {
    expect(problemOf([{ containerPort: 80, hostPort: 8080 }])).toBeUndefined();
  });

  test('none: no ports at all', () => {
    expect(problemOf([{ containerPort: 80 }], 'none')).toBe(
      'Port mappings are not supported when networkMode=none.',
    );
  });
});

describe('ports of the host', () => {
  const twoOf = (networkMode: NetworkMode, first: PortMapping, second: PortMapping): string | undefined =>
    firstProblem(
      portRules,
      registrationOf([{ portMappings: [first] }, { portMappings: [second] }], { networkMode }),
    );

  test('are given once for each protocol', () => {
    const mapping = { containerPort: 80, hostPort: 3000 };
    expect(twoOf('bridge', mapping, mapping)).toBe("TCP host port '3000' is mapped multiple times in task.");
    expect(twoOf('bridge', mapping, { ...mapping, protocol: 'udp' })).toBeUndefined();
  });

  test('are the same for all containers that share a namespace', () => {
    const mapping = { containerPort: 80 };
    expect(twoOf('awsvpc', mapping, mapping)).toBe("TCP host port '80' is mapped multiple times in task.");
    expect(twoOf('bridge', mapping, mapping)).toBeUndefined();
    expect(twoOf('awsvpc', mapping, { containerPortRange: '70-90' })).toMatch(/is mapped multiple times/);
    expect(twoOf('bridge', mapping, { containerPortRange: '70-90' })).toBeUndefined();
  });

  test.each([22, 2375, 2376, 51_678, 51_679, 51_680])(
    '%i is reserved, but not in a namespace of its own',
    (port) => {
      expect(problemOf([{ containerPort: 80, hostPort: port }])).toBe(
        `Host port '${port}' is reserved by Amazon ECS and cannot be used.`,
      );
      expect(problemOf([{ containerPort: port }], 'host')).toMatch(/is reserved/);
      expect(problemOf([{ containerPort: port }], 'awsvpc')).toBeUndefined();
    },
  );
});

describe('ports of a container', () => {
  test('ranges do not overlap', () => {
    expect(problemOf([{ containerPortRange: '80-90' }, { containerPortRange: '90-99' }])).toBe(
      "Port mappings of container 'app' overlap.",
    );
    expect(problemOf([{ containerPortRange: '80-90' }, { containerPort: 85 }])).toMatch(/overlap/);
    expect(problemOf([{ containerPortRange: '80-90' }, { containerPortRange: '91-99' }])).toBeUndefined();
  });

  test('one may be published twice, and for both protocols', () => {
    expect(
      problemOf([
        { containerPort: 80, hostPort: 1080 },
        { containerPort: 80, hostPort: 2080 },
      ]),
    ).toBeUndefined();
    expect(
      problemOf([{ containerPort: 53 }, { containerPort: 53, protocol: 'udp' }], 'awsvpc'),
    ).toBeUndefined();
  });

  test('names are unique in the task', () => {
    const named = (name: string): { portMappings: PortMapping[] } => ({
      portMappings: [{ containerPort: 80, name }],
    });
    expect(firstProblem(portRules, registrationOf([named('http'), named('http')]))).toBe(
      "Port mapping name 'http' must be unique within a Task Definition.",
    );
    expect(firstProblem(portRules, registrationOf([named('http'), named('admin')]))).toBeUndefined();
  });
});
