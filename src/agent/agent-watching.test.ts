import { describe, expect, test } from 'vitest';
import { agentHarness } from '../../test/support/agent/harness.ts';
import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import { EngineError } from '../docker/errors.ts';
import { BackendError } from './backends/backend.ts';
import type { TaskEvent } from './watch.ts';
import { replace, simulate } from '../../test/support/agent/simulate.ts';

describe('watching a task', () => {
  test('gives every status, every line, and then the end', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([
      containerPlan({
        name: 'app',
        labels: simulate({ output: 'one\ntwo', 'run-for': '1s', 'exit-code': '1' }),
      }),
    ]);
    const events: TaskEvent[] = [];
    const watching = (async () => {
      for await (const event of harness.agent.watch(arn, new AbortController().signal) ?? [])
        events.push(event);
    })();
    await harness.clock.advance(2000);
    await watching;
    expect(events.flatMap((event) => (event.kind === 'log' ? [event.text] : []))).toEqual(['one', 'two']);
    const statuses = events.flatMap((event) => (event.kind === 'task' ? [event.lastStatus] : []));
    expect([...new Set(statuses)]).toEqual(['PENDING', 'RUNNING', 'STOPPED']);
    expect(events.at(-1)?.kind).toBe('end');
    expect(harness.agent.watch('arn:none', new AbortController().signal)).toBeUndefined();
  });

  test('a task without a free address in its subnet ends with ECS’s reason for it', async () => {
    await using harness = await agentHarness();
    const subnet = { vpcId: 'vpc-1', isDefaultVpc: true, vpcCidr: '172.31.0.0/16', cidr: '172.31.48.0/28' };
    const run = (): string => {
      const plans = [containerPlan({ name: 'app' })];
      const { plan } = taskRecord(plans, { stages: ['provision', 'deprovision'], networkMode: 'awsvpc' });
      const attached = { attachmentId: 'a', id: 'eni-1', subnetId: 'subnet-1', subnet, securityGroups: [] };
      return harness.run(plans, { plan, networkInterface: attached });
    };
    const arns = Array.from({ length: 12 }, run);
    await harness.clock.advance(10);
    const tasks = arns.map((arn) => harness.get(arn));
    expect(tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING')).toHaveLength(11);
    expect(tasks.filter(({ lastStatus }) => lastStatus === 'STOPPED')).toMatchObject([
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason:
          "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1': InsufficientFreeAddressesInSubnet",
      },
    ]);
  });

  test('a task of before does nothing until it has been adopted, and then knows what happened meanwhile', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([
      containerPlan({ name: 'migrate', essential: false, labels: simulate({ 'run-for': '2s' }) }),
      containerPlan({ name: 'app', dependsOn: [{ container: 'migrate', condition: 'SUCCESS' }] }),
    ]);
    await harness.clock.advance(1000);
    const before = await harness.backend.listContainers();
    const listing = Promise.withResolvers<typeof before>();
    harness.backend.listContainers = () => listing.promise;
    await harness.crash();
    await harness.clock.advance(2000);
    expect(harness.get(arn).containers).toMatchObject([{ known: 'RUNNING' }, { known: 'NONE' }]);
    listing.resolve(before);
    await harness.clock.advance(1000);
    expect(harness.get(arn).containers).toMatchObject([
      { known: 'STOPPED', exitCode: 0 },
      { known: 'RUNNING' },
    ]);
  });

  describe('when the engine goes away', () => {
    const gone = (): EngineError =>
      new EngineError({ kind: 'unreachable', message: 'cannot reach an engine', call: 'x' });

    test('in the middle of a call, the call is made again, and nothing is done twice', async () => {
      await using harness = await agentHarness();
      const { backend } = harness;
      const begin = backend.startContainer.bind(backend);
      let calls = 0;
      let starts = 0;
      backend.startContainer = async (runtimeId, signal) => {
        calls += 1;
        if (calls > 1) starts += 1;
        if (calls > 1) await begin(runtimeId, signal);
        throw new BackendError('CannotStartContainerError', 'EOF', { cause: gone() });
      };
      const arn = harness.run([containerPlan({ name: 'app', labels: simulate({ 'run-for': '9s' }) })]);
      await harness.clock.advance(1000);
      expect(harness.get(arn)).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
      expect({ calls, starts }).toEqual({ calls: 2, starts: 1 });
    });

    test('before an image is looked for, it is looked for again', async () => {
      await using harness = await agentHarness();
      const { backend } = harness;
      const ensure = backend.ensureImage.bind(backend);
      let calls = 0;
      replace(backend, 'ensureImage', (request, onPull) => {
        calls += 1;
        if (calls > 1) return ensure(request, onPull);
        return Promise.reject(new BackendError('CannotPullContainerError', 'EOF', { cause: gone() }));
      });
      const arn = harness.run([containerPlan({ name: 'app' })]);
      await harness.clock.advance(1000);
      expect(harness.get(arn).lastStatus).toBe('RUNNING');
    });

    test('for good, a task ends with what is wrong', async () => {
      await using harness = await agentHarness();
      harness.backend.createContainer = () => Promise.reject(gone());
      const arn = harness.run([containerPlan({ name: 'app' })]);
      await harness.clock.advance(59_000);
      expect(harness.get(arn).lastStatus).toBe('PENDING');
      await harness.clock.advance(3000);
      expect(harness.get(arn)).toMatchObject({
        lastStatus: 'STOPPED',
        stopCode: 'TaskFailedToStart',
        containers: [{ reason: 'CannotCreateContainerError: cannot reach an engine' }],
      });
    });

    test('and cannot be listed when it is back, it is listed again soon', async () => {
      await using harness = await agentHarness();
      const arn = harness.run([containerPlan({ name: 'app' })]);
      await harness.clock.advance(10);
      const list = harness.backend.listContainers.bind(harness.backend);
      harness.backend.listContainers = () => Promise.reject(gone());
      await harness.crash();
      harness.stop(arn);
      await harness.clock.advance(1000);
      harness.backend.listContainers = list;
      await harness.clock.advance(3000);
      expect(harness.get(arn).lastStatus).toBe('STOPPED');
    });
  });

  describe('when the engine hangs', () => {
    const never = (signal?: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });

    test('on the preparation of a task, that task ends', async () => {
      await using harness = await agentHarness();
      replace(harness.backend, 'createSandbox', (_request, signal) => never(signal));
      const arn = harness.run([containerPlan({ name: 'app' })], {
        stages: ['provision', 'deprovision'],
        pidMode: 'task',
      });
      await harness.clock.advance(239_000);
      expect(harness.get(arn).lastStatus).toBe('PROVISIONING');
      await harness.clock.advance(2000);
      expect(harness.get(arn)).toMatchObject({
        lastStatus: 'STOPPED',
        containers: [
          {
            reason:
              'DockerTimeoutError: Could not transition to resources provisioned; timed out after waiting 4m0s',
          },
        ],
      });
    });

    test('on a listing, the next one is made all the same', async () => {
      await using harness = await agentHarness();
      const arn = harness.run([containerPlan({ name: 'app' })]);
      await harness.clock.advance(10);
      const list = harness.backend.listContainers.bind(harness.backend);
      replace(harness.backend, 'listContainers', never);
      await harness.crash();
      harness.backend.listContainers = list;
      harness.stop(arn);
      await harness.clock.advance(70_000);
      expect(harness.get(arn).lastStatus).toBe('STOPPED');
    });
  });
});
