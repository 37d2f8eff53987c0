import { describe, expect, test } from 'vitest';
import { containerPlan, taskRecord } from '../../../../../test/support/agent/tasks.ts';
import type { HealthStatus } from '../../../../agent/model/status.ts';
import type { ContainerState, TaskRecord } from '../../../../agent/model/task-record.ts';
import { describeTask } from './describe-task.ts';

const app = containerPlan({ name: 'app', resources: { cpu: 256, memory: 64 * 2 ** 20 } });
const side = containerPlan({ name: 'side', essential: false });

function taskWith(state: Partial<ContainerState>, given: Partial<TaskRecord> = {}): TaskRecord {
  const task = taskRecord([app, side], given);
  const containers = task.containers.map((old) => (old.name === 'app' ? Object.assign({}, old, state) : old));
  return { ...task, containers };
}

describe('a task as the API tells it', () => {
  test('has times in seconds, and those only that have come', () => {
    const described = describeTask(taskWith({}, { createdAt: 1500, startedAt: 2250 }));
    expect(described).toMatchObject({ createdAt: 1.5, startedAt: 2.25, cpu: '256', memory: '64' });
    for (const member of ['stoppedAt', 'stopCode', 'stoppedReason', 'pullStartedAt', 'startedBy']) {
      expect(described).not.toHaveProperty(member);
    }
  });

  test('tells of a running container what the engine says', () => {
    const binding = { bindIP: '0.0.0.0', containerPort: 80, hostPort: 32768, protocol: 'tcp' as const };
    const [container, other] =
      describeTask(
        taskWith({ known: 'RUNNING', runtimeId: 'abc', imageDigest: 'sha256:1', networkBindings: [binding] }),
      ).containers ?? [];
    expect(container).toMatchObject({
      lastStatus: 'RUNNING',
      runtimeId: 'abc',
      imageDigest: 'sha256:1',
      networkBindings: [binding],
      cpu: '256',
      memory: '64',
    });
    expect(container).not.toHaveProperty('exitCode');
    expect(other).toMatchObject({ name: 'side', lastStatus: 'PENDING', cpu: '0' });
    expect(other).not.toHaveProperty('networkBindings');
    expect(other).not.toHaveProperty('memory');
  });

  test.each([0, 1, 2])('shows %d cpu units as they were asked for', (cpu) => {
    const [container] = describeTask(taskRecord([{ ...app, resources: { cpu } }])).containers ?? [];
    expect(container?.cpu).toBe(String(cpu));
  });

  test('tells each container’s part of what an awsvpc task publishes', () => {
    const bindings = [
      { bindIP: '0.0.0.0', containerPort: 80, hostPort: 32768, protocol: 'tcp' as const },
      {
        bindIP: '0.0.0.0',
        containerPortRange: '8000-8004',
        hostPortRange: '4000-4004',
        protocol: 'udp' as const,
      },
    ];
    const networkInterface = {
      attachmentId: 'a',
      id: 'eni-1',
      subnetId: 's',
      subnetIndex: 0,
      securityGroups: [],
      bindings,
    };
    const portRanges = [{ first: 8000, last: 8004, protocol: 'udp' as const }];
    const ports = [{ containerPort: 80, hostPort: 80, protocol: 'tcp' as const }];
    const task = taskRecord(
      [
        { ...app, portRanges },
        { ...side, ports },
      ],
      { networkInterface },
    );
    const containers = task.containers.map((state) => ({ ...state, runtimeId: state.name }));
    const described = describeTask({ ...task, containers }).containers ?? [];
    expect(described.map(({ networkBindings }) => networkBindings)).toEqual([[bindings[1]], [bindings[0]]]);
  });

  test('tells how a container ended', () => {
    const reason = 'OutOfMemoryError: Container killed due to memory usage';
    expect(describeTask(taskWith({ known: 'STOPPED', exitCode: 137, reason })).containers?.[0]).toMatchObject(
      {
        lastStatus: 'STOPPED',
        exitCode: 137,
        reason,
      },
    );
  });

  test.each<[HealthStatus, HealthStatus | undefined]>([
    ['HEALTHY', 'HEALTHY'],
    ['UNHEALTHY', 'UNHEALTHY'],
    ['UNKNOWN', undefined],
  ])('is %s when its essential container is %s, whatever the others are', (expected, health) => {
    expect(describeTask(taskWith(health === undefined ? {} : { health })).healthStatus).toBe(expected);
  });

  test('names the platform on Fargate', () => {
    const request = {
      group: 'family:test',
      launchType: 'FARGATE' as const,
      platformVersion: '1.4.0',
      capacityProviderName: 'FARGATE_SPOT',
      enableExecuteCommand: false,
      overrides: {},
    };
    expect(describeTask(taskWith({}, { request }))).toMatchObject({
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      platformFamily: 'Linux',
      capacityProviderName: 'FARGATE_SPOT',
    });
  });
});
