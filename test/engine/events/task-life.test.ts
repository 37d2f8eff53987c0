import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { busyboxImage, ensureBusyboxImage } from '../../support/docker/busybox-image.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { defaultSubnet } from '../../support/subnets.ts';

interface Detail {
  readonly taskArn: string;
  readonly version: number;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  readonly stopCode?: string;
  readonly attachments: readonly { readonly type: string; readonly status: string }[];
  readonly containers: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly lastStatus: string;
  readonly exitCode?: number;
  readonly runtimeId?: string;
  readonly networkInterfaces?: readonly unknown[];
  readonly networkBindings?: readonly unknown[];
}

/** `v3 RUNNING, app RUNNING, side STOPPED 0, eni ATTACHED`; with `>` where it is to stop. */
function shown({ version, lastStatus, desiredStatus, containers, attachments }: Detail): string {
  const parts = containers.map((container) =>
    [container.name, container.lastStatus, container.exitCode].filter((part) => part !== undefined).join(' '),
  );
  const enis = attachments.map(({ type, status }) => `${type} ${status}`);
  return [`v${version} ${lastStatus}${desiredStatus === 'STOPPED' ? '>' : ''}`, ...parts, ...enis].join(', ');
}

describe('the events of a task, on an engine', () => {
  let started: TestLongshore;
  let endpoint: string;
  let client: ECSClient;
  beforeAll(async () => {
    await ensureBusyboxImage(
      createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) }),
    );
    started = await startTestLongshore({ backend: 'docker', cleanUpAfter: 0, warmSandboxes: 0 });
    ({ endpoint } = started.longshore);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new ECSClient({ endpoint, region: 'us-east-1', credentials });
  });
  afterAll(async () => {
    client.destroy();
    await started[Symbol.asyncDispose]();
  });

  /** Every event of a task up to its end. `onEvent` hears each as it comes. */
  async function life(
    definition: RegisterTaskDefinitionCommandInput,
    run: Partial<RunTaskCommandInput>,
    onEvent: (detail: Detail) => void = () => {},
  ): Promise<readonly Detail[]> {
    const { family } = definition;
    const pattern = JSON.stringify({
      'detail-type': ['ECS Task State Change'],
      detail: { group: [`family:${family}`] },
    });
    const query = new URLSearchParams({ follow: 'true', pattern });
    const abort = new AbortController();
    const told = await fetch(`${endpoint}/_longshore/events?${query.toString()}`, abort);
    await client.send(new RegisterTaskDefinitionCommand(definition));
    await client.send(new RunTaskCommand({ taskDefinition: family, ...run }));
    const details: Detail[] = [];
    let text = '';
    for await (const chunk of told.body ?? []) {
      const lines = (text + Buffer.from(chunk).toString()).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const { detail } = JSON.parse(line).event as { detail: Detail };
        details.push(detail);
        onEvent(detail);
      }
      if (details.at(-1)?.lastStatus === 'STOPPED') break;
    }
    abort.abort();
    return details;
  }

  test('that starts, is stopped and ends, in awsvpc mode', async () => {
    const app = {
      name: 'app',
      image: busyboxImage,
      command: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done'],
    };
    const details = await life(
      {
        family: 'vpc',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [app],
      },
      {
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
      },
      ({ taskArn, lastStatus, desiredStatus }) => {
        if (lastStatus === 'RUNNING' && desiredStatus === 'RUNNING')
          void client.send(new StopTaskCommand({ task: taskArn }));
      },
    );
    expect(details.map(shown)).toEqual([
      'v1 PROVISIONING, app PENDING, eni PRECREATED',
      'v2 PENDING, app PENDING, eni ATTACHED',
      'v3 RUNNING, app RUNNING, eni ATTACHED',
      'v4 RUNNING>, app RUNNING, eni ATTACHED',
      'v5 STOPPING>, app RUNNING, eni ATTACHED',
      'v6 DEPROVISIONING>, app STOPPED 0, eni ATTACHED',
      'v7 STOPPED>, app STOPPED 0, eni DELETED',
    ]);
    const [first, , running] = details;
    expect(first).not.toHaveProperty('startedAt');
    expect(running?.containers[0]).toMatchObject({
      runtimeId: expect.stringMatching(/^[0-9a-f]{64}$/),
      networkInterfaces: [{ attachmentId: expect.any(String), privateIpv4Address: expect.any(String) }],
    });
    const last = details.at(-1);
    expect(last).toMatchObject({
      stopCode: 'UserInitiated',
      stoppedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const updates = details.map(({ updatedAt }) => updatedAt);
    expect(updates).toEqual(updates.toSorted());
  });

  test('whose containers end by themselves, in bridge mode', async () => {
    const once = { image: busyboxImage, memory: 64 };
    const details = await life(
      {
        family: 'bridge',
        networkMode: 'bridge',
        containerDefinitions: [
          { ...once, name: 'first', essential: false, command: ['sh', '-c', 'sleep 1; exit 0'] },
          {
            ...once,
            name: 'app',
            portMappings: [{ containerPort: 80 }],
            dependsOn: [{ containerName: 'first', condition: 'SUCCESS' }],
            command: ['sh', '-c', 'sleep 0.5; exit 3'],
          },
        ],
      },
      { launchType: 'EC2' },
    );
    expect(details.map(shown)).toEqual([
      'v1 PENDING, first PENDING, app PENDING',
      'v2 PENDING, first RUNNING, app PENDING',
      'v3 PENDING, first STOPPED 0, app PENDING',
      'v4 RUNNING, first STOPPED 0, app RUNNING',
      'v5 STOPPED>, first STOPPED 0, app STOPPED 3',
    ]);
    expect(details.at(-1)?.stopCode).toBe('EssentialContainerExited');
    const running = details.find(({ lastStatus }) => lastStatus === 'RUNNING');
    expect(running?.containers[1]?.networkBindings).toContainEqual({
      bindIP: '0.0.0.0',
      containerPort: 80,
      hostPort: expect.any(Number),
      protocol: 'tcp',
    });
    expect(running?.containers[1]).not.toHaveProperty('networkInterfaces');
  });
});
