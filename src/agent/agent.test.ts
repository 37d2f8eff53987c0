import { describe, expect, test } from 'vitest';
import { type AgentHarness, agentHarness } from '../../test/support/agent/harness.ts';
import { fakeSources } from '../../test/support/agent/sources.ts';
import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import { type Backend, BackendError } from './backends/backend.ts';
import type { ContainerPlan } from './model/task-plan.ts';
import { check, replace, simulate } from '../../test/support/agent/simulate.ts';

describe('the agent', () => {
  test('runs a task to its end, in order, with exit code and stop code', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([
      containerPlan({ name: 'app', labels: simulate({ 'run-for': '2s', 'exit-code': '3' }) }),
    ]);
    await harness.clock.advance(10);
    expect(harness.get(arn)).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
    await harness.clock.advance(3000);
    expect(harness.get(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ known: 'STOPPED', exitCode: 3 }],
    });
    expect(harness.history(arn)).toEqual(['PENDING', 'RUNNING', 'STOPPED']);
  });

  test('waits for dependencies, and starts the rest side by side', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([
      containerPlan({ name: 'migrate', essential: false, labels: simulate({ 'run-for': '1s' }) }),
      containerPlan({
        name: 'api',
        healthCheck: check,
        labels: simulate({ 'healthy-after': '2s' }),
        dependsOn: [{ container: 'migrate', condition: 'SUCCESS' }],
      }),
      containerPlan({ name: 'client', dependsOn: [{ container: 'api', condition: 'HEALTHY' }] }),
      containerPlan({ name: 'aside', essential: false }),
    ]);
    const known = (): (string | undefined)[] => harness.get(arn).containers.map((state) => state.known);
    await harness.clock.advance(10);
    expect(known()).toEqual(['RUNNING', 'NONE', 'NONE', 'RUNNING']);
    await harness.clock.advance(1000);
    expect(known()).toEqual(['STOPPED', 'RUNNING', 'NONE', 'RUNNING']);
    expect(harness.get(arn).lastStatus).toBe('PENDING');
    await harness.clock.advance(2000);
    expect(known()).toEqual(['STOPPED', 'RUNNING', 'RUNNING', 'RUNNING']);
    expect(harness.get(arn).lastStatus).toBe('RUNNING');
  });

  test('stops containers one after the other only where one depends on the other', async () => {
    await using harness = await agentHarness();
    const deaf = simulate({ 'ignore-sigterm': 'true' });
    const arn = harness.run([
      containerPlan({ name: 'db', stopTimeout: 10, labels: deaf }),
      containerPlan({
        name: 'app',
        stopTimeout: 5,
        labels: deaf,
        dependsOn: [{ container: 'db', condition: 'START' }],
      }),
      containerPlan({ name: 'log', stopTimeout: 15, labels: deaf }),
    ]);
    await harness.clock.advance(10);
    harness.stop(arn, 'enough');
    await harness.clock.advance(5000);
    expect(harness.get(arn).containers.map((state) => state.known)).toEqual([
      'RUNNING',
      'STOPPED',
      'RUNNING',
    ]);
    expect(harness.get(arn).lastStatus).toBe('STOPPING');
    await harness.clock.advance(10_000);
    expect(harness.get(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      containers: [{ exitCode: 137 }, { exitCode: 137 }, { exitCode: 137 }],
    });
  });

  test('tells the agent’s own error when an image cannot be pulled or a command does not exist', async () => {
    await using harness = await agentHarness();
    const bad = harness.run([
      containerPlan({ name: 'app', labels: simulate({ 'fail-start': 'no such file' }) }),
    ]);
    await harness.clock.advance(10);
    expect(harness.get(bad)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      containers: [{ reason: 'CannotStartContainerError: no such file' }],
    });
    expect(harness.get(bad).containers[0]).not.toHaveProperty('exitCode');
  });

  test('removes the containers some time after the end, and not before', async () => {
    await using harness = await agentHarness({ cleanUpAfter: 60_000 });
    const arn = harness.run([containerPlan({ name: 'app', labels: simulate({ 'run-for': '1s' }) })]);
    await harness.clock.advance(2000);
    expect(await harness.backend.listContainers()).toHaveLength(1);
    expect(harness.get(arn).cleanedAt).toBeUndefined();
    await harness.clock.advance(60_000);
    expect(await harness.backend.listContainers()).toHaveLength(0);
    expect(harness.get(arn).cleanedAt).toBeTypeOf('number');
  });

  test('kills at once what would take its time', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([containerPlan({ name: 'app', labels: simulate({ 'ignore-sigterm': 'true' }) })]);
    await harness.clock.advance(10);
    harness.stop(arn);
    await harness.clock.advance(1000);
    expect(harness.get(arn).lastStatus).toBe('STOPPING');
    expect(harness.agent.kill(arn)).toBe(true);
    await harness.clock.advance(0);
    expect(harness.get(arn)).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 137 }] });
    expect(harness.agent.kill(arn)).toBe(false);
  });
});

describe('after a crash', () => {
  test('a running task goes on, and one that ended meanwhile ends with its exit code', async () => {
    await using harness = await agentHarness();
    const lasting = harness.run([containerPlan({ name: 'app' })]);
    const ending = harness.run([
      containerPlan({ name: 'app', labels: simulate({ 'run-for': '1s', 'exit-code': '5' }) }),
    ]);
    await harness.clock.advance(10);
    const { runtimeId } = harness.get(lasting).containers[0] ?? {};
    await harness.agent[Symbol.asyncDispose]();
    await harness.clock.advance(2000);
    await harness.crash();
    expect(harness.get(lasting)).toMatchObject({ lastStatus: 'RUNNING', containers: [{ runtimeId }] });
    expect(harness.get(ending)).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 5 }] });
    expect(await harness.backend.listContainers()).toHaveLength(2);
  });

  test('a container that nothing claims is removed', async () => {
    await using harness = await agentHarness();
    const arn = harness.run([containerPlan({ name: 'app' })]);
    await harness.clock.advance(10);
    harness.tasks.delete(arn);
    await harness.crash();
    await harness.clock.advance(10);
    expect(await harness.backend.listContainers()).toHaveLength(0);
  });
});

describe('shutting down', () => {
  test('stops every task, removes everything, and refuses to leave a new one behind', async () => {
    await using harness = await agentHarness();
    const first = harness.run([
      containerPlan({ name: 'app', stopTimeout: 7, labels: simulate({ 'ignore-sigterm': 'true' }) }),
    ]);
    await harness.clock.advance(10);
    const progress: number[] = [];
    const drained = harness.agent.drain((count) => progress.push(count));
    const late = harness.run([containerPlan({ name: 'app' })]);
    await harness.clock.advance(8000);
    await drained;
    expect(progress[0]).toBe(1);
    for (const arn of [first, late]) expect(harness.get(arn)).toMatchObject({ lastStatus: 'STOPPED' });
    expect(harness.get(first).stoppedReason).toBe('Longshore is shutting down');
    expect(await harness.backend.listContainers()).toHaveLength(0);
  });
});

describe('secrets', () => {
  const secrets = [{ name: 'TOKEN', valueFrom: 'token' }];

  /** What the engine was told of each container, by name. */
  function environments(backend: Backend): Map<string, unknown> {
    const seen = new Map<string, unknown>();
    const create = backend.createContainer.bind(backend);
    replace(backend, 'createContainer', (spec, signal) => {
      seen.set(spec.plan.name, spec.environment);
      return create(spec, signal);
    });
    return seen;
  }

  const withRole = (harness: AgentHarness, containers: readonly ContainerPlan[]): string => {
    const { plan } = taskRecord(containers);
    return harness.run(containers, { plan: { ...plan, executionRoleArn: 'role' } });
  };

  test('are in the environment of the container, over what files say and not in the record', async () => {
    const sources = fakeSources();
    sources.parameterValues.set('token', 'correct horse');
    sources.objectTexts.set('b/x.env', 'TOKEN=from the file\nPLAIN=from the file\nFILE=from the file');
    await using harness = await agentHarness({ sources });
    const seen = environments(harness.backend);
    const arn = withRole(harness, [
      containerPlan({
        name: 'app',
        secrets,
        environment: { PLAIN: 'plain' },
        environmentFiles: ['arn:aws:s3:::b/x.env'],
      }),
    ]);
    await harness.clock.advance(10);
    expect(seen.get('app')).toMatchObject({
      TOKEN: 'correct horse',
      PLAIN: 'plain',
      FILE: 'from the file',
      AWS_REGION: 'us-east-1',
    });
    expect(JSON.stringify(harness.get(arn))).not.toContain('correct horse');
  });

  test('one that is missing ends the task before anything is pulled', async () => {
    await using harness = await agentHarness();
    const arn = withRole(harness, [
      containerPlan({ name: 'app' }),
      containerPlan({ name: 'aside', essential: false, secrets }),
    ]);
    await harness.clock.advance(10);
    const reason = 'fetching secret data from SSM Parameter Store in us-east-1: invalid parameters: token';
    const task = harness.get(arn);
    expect(task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: reason,
      containers: [
        { name: 'app', known: 'STOPPED', reason: `ResourceInitializationError: ${reason}` },
        { name: 'aside', known: 'STOPPED' },
      ],
    });
    expect(task.pullStartedAt).toBeUndefined();
    expect(task.startedAt).toBeUndefined();
  });

  test('one that is missing on Fargate is the reason of the task, before it has a network', async () => {
    await using harness = await agentHarness();
    const containers = [containerPlan({ name: 'app', secrets })];
    const { plan, request } = taskRecord(containers, { stages: ['provision', 'deprovision'] });
    const arn = harness.run(containers, {
      plan: { ...plan, networkMode: 'awsvpc', executionRoleArn: 'role' },
      request: { ...request, launchType: 'FARGATE' },
      lastStatus: 'PROVISIONING',
    });
    await harness.clock.advance(10);
    const reason =
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: token';
    expect(harness.get(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: reason,
      containers: [{ reason }],
    });
    expect(harness.get(arn)).not.toHaveProperty('sandboxId');
    expect(await harness.backend.listSandboxes()).toEqual([]);
  });

  test('are taken out of what the engine says of a failure', async () => {
    const sources = fakeSources();
    sources.parameterValues.set('token', 'correct horse');
    await using harness = await agentHarness({ sources });
    replace(harness.backend, 'createContainer', () =>
      Promise.reject(new BackendError('CannotCreateContainerError', 'bad option "correct horse"')),
    );
    const arn = withRole(harness, [containerPlan({ name: 'app', logSecrets: secrets })]);
    await harness.clock.advance(10);
    expect(harness.get(arn).containers[0]?.reason).toBe('CannotCreateContainerError: bad option "****"');
  });

  test('a Longshore that was restarted fetches again for what has not been made', async () => {
    const sources = fakeSources();
    sources.parameterValues.set('token', 'old');
    await using harness = await agentHarness({ sources });
    const seen = environments(harness.backend);
    withRole(harness, [
      containerPlan({ name: 'first', essential: false, secrets, labels: simulate({ 'run-for': '5s' }) }),
      containerPlan({
        name: 'second',
        secrets,
        dependsOn: [{ container: 'first', condition: 'COMPLETE' }],
      }),
    ]);
    await harness.clock.advance(10);
    sources.parameterValues.set('token', 'new');
    await harness.crash();
    await harness.clock.advance(6000);
    expect([seen.get('first'), seen.get('second')]).toMatchObject([{ TOKEN: 'old' }, { TOKEN: 'new' }]);
  });
});
