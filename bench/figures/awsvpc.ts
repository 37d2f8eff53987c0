import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import type { AwsVpcConfiguration, RunTaskRequest } from '../../src/aws/contract/ecs.types.gen.ts';
import { busyboxImage } from '../../test/support/docker/busybox-image.ts';
import type { BenchContext, Figure, Row } from '../figure.ts';
import { deaf, definition } from '../support/definitions.ts';
import { type BenchEngine, openBenchEngine } from '../support/engine.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { type BenchServer, startBenchServer } from '../support/server.ts';
import { defaultSubnet } from '../../test/support/subnets.ts';

const network = { networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } } };

export const figure: Figure = {
  name: 'awsvpc',
  issue: 3,
  about:
    'One cached container, awsvpc: RunTask accepted to RUNNING. From the warm pool, against `docker run -d` of the ' +
    "same image; without the pool, against the engine's own create + start of an equal sandbox and container; in a " +
    'security group that restricts, beside a task of another, against the default group, which needs no rules.',
  runs: 15,
  async measure(context) {
    await using engine = await openBenchEngine();
    return [
      await fromThePool(context, engine),
      await withoutPool(context, engine),
      await inRestrictingGroup(context),
    ];
  },
};

async function fromThePool(context: BenchContext, engine: BenchEngine): Promise<Row> {
  await using server = await startBenchServer();
  const family = await server.register(definition('bench-awsvpc', [{}], { networkMode: 'awsvpc' }));
  const { values, baseline } = await inPairs(
    context,
    async () => {
      const running = await start(server, family);
      // The pool fills itself again; that is part of no start.
      await sleep(1500);
      return running;
    },
    async () => {
      let id = '';
      const running = await milliseconds(async () => {
        id = await engine.dockerRun([busyboxImage, ...deaf]);
      });
      await engine.remove(id);
      return running;
    },
  );
  return {
    name: 'awsvpc RunTask to RUNNING, warm pool',
    unit: 'ms',
    values,
    baseline: { name: 'docker run -d', values: baseline },
    target: { of: 'ratio', limit: 'at most', value: 0.7 },
  };
}

async function withoutPool(context: BenchContext, engine: BenchEngine): Promise<Row> {
  await using server = await startBenchServer({ args: ['--warm-sandboxes', '0'] });
  const family = await server.register(definition('bench-awsvpc', [{}], { networkMode: 'awsvpc' }));
  const first = await server.run(family, 1, network);
  await server.calmlyUntil(first, 'RUNNING');
  const ids = await server.process.containers();
  const configs = await Promise.all(ids.map((id) => engine.configOf(id)));
  const sandbox = configs.find(
    (config) => config.HostConfig?.NetworkMode?.startsWith('container:') === false,
  );
  const container = configs.find((config) => config !== sandbox);
  if (sandbox === undefined || container === undefined) throw new Error('no sandbox and container found');
  await server.clear(first);
  const { values, baseline } = await inPairs(
    context,
    () => start(server, family),
    async () => {
      const made: string[] = [];
      const running = await milliseconds(async () => {
        const space = await engine.create(sandbox);
        made.push(space);
        await engine.client.containers.start(space);
        const HostConfig = { ...container.HostConfig, NetworkMode: `container:${space}` };
        const id = await engine.create({ ...container, HostConfig });
        made.unshift(id);
        await engine.client.containers.start(id);
      });
      for (const id of made) await engine.remove(id);
      return running;
    },
  );
  return {
    name: 'awsvpc RunTask to RUNNING, no pool',
    unit: 'ms',
    values,
    baseline: { name: "engine's create + start of both", values: baseline },
    target: { of: 'ratio', limit: 'at most', value: 1.15 },
  };
}

/** A neighbour runs in the default group, whose rules change with every task that comes from another. */
async function inRestrictingGroup(context: BenchContext): Promise<Row> {
  await using server = await startBenchServer();
  const family = await server.register(definition('bench-awsvpc', [{}], { networkMode: 'awsvpc' }));
  const securityGroups = [await restrictingGroup(server.process.endpoint)];
  const subnets = [defaultSubnet()];
  const neighbour = await server.run(family, 1, network);
  await server.calmlyUntil(neighbour, 'RUNNING');
  const measure = async (awsvpcConfiguration: AwsVpcConfiguration): Promise<number> => {
    const running = await start(server, family, { networkConfiguration: { awsvpcConfiguration } });
    await sleep(1500);
    return running;
  };
  const { values, baseline } = await inPairs(
    context,
    () => measure({ subnets, securityGroups }),
    () => measure({ subnets }),
  );
  await server.clear(neighbour);
  return {
    name: 'awsvpc RunTask to RUNNING, warm pool, in a group that restricts',
    unit: 'ms',
    values,
    baseline: { name: 'in the default group', values: baseline },
    target: { of: 'ratio', limit: 'at most', value: 1.15 },
  };
}

/** Lets its own members in by one port, and out by none but HTTPS. */
async function restrictingGroup(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ec2 = new EC2Client({ endpoint, region: 'us-east-1', credentials });
  const port = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 };
  const out = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const named = { GroupName: 'bench', Description: 'bench' };
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(named));
  const IpPermissions = [{ ...port, UserIdGroupPairs: [{ GroupId }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [out] }));
  ec2.destroy();
  return GroupId;
}

async function start(
  server: BenchServer,
  family: string,
  rest: Partial<RunTaskRequest> = network,
): Promise<number> {
  const arns = await server.run(family, 1, rest);
  const running = await milliseconds(() => server.until(arns[0] ?? '', 'RUNNING'));
  await server.clear(arns);
  return running;
}
