import { expect, test } from 'vitest';

import { agentHarness, type AgentHarness } from '../../../test/support/agent/harness.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { OutputEntry, OutputRequest } from './task-output.ts';

const writing = (name: string, output: string, rest: object = {}): ReturnType<typeof containerPlan> =>
  containerPlan({ name, labels: { 'longshore.simulate.output': output }, ...rest });

async function entries(
  { agent }: AgentHarness,
  task: string,
  request: Partial<OutputRequest> = {},
): Promise<readonly OutputEntry[] | string> {
  const found = agent.output(task, { follow: false, ...request }, new AbortController().signal);
  if (typeof found === 'string') return found;
  const all: OutputEntry[] = [];
  for await (const entry of found.entries) all.push(entry);
  return all;
}

test('the output of several containers comes in the order of its times', async () => {
  await using harness = await agentHarness();
  const second = {
    labels: { 'longshore.simulate.output': 'second', 'longshore.simulate.start-takes': '1s' },
  };
  const arn = harness.run([writing('late', '', second), writing('early', 'first')]);
  await harness.clock.advance(2000);
  expect(await entries(harness, arn)).toMatchObject([
    { container: 'early', text: 'first' },
    { container: 'late', text: 'second' },
  ]);
  expect(await entries(harness, arn, { container: 'late' })).toMatchObject([{ text: 'second' }]);
});

test('of a driver that cannot be read, a sentence says so', async () => {
  await using harness = await agentHarness();
  harness.backend.logs = async function* logs() {
    yield* [];
    throw new Error('configured logging driver does not support reading');
  };
  const arn = harness.run([writing('web', 'a', { log: { driver: 'gelf', options: {} } })]);
  await harness.clock.advance(20);
  expect(await entries(harness, arn)).toMatchObject([
    {
      kind: 'notice',
      container: 'web',
      text:
        'its output goes to the log driver gelf, from which it cannot be read: configured logging driver does not ' +
        'support reading',
    },
  ]);
});

test('of a container that has been removed, a sentence says so; what was shipped is still there', async () => {
  await using harness = await agentHarness({ cleanUpAfter: 1000 });
  const awslogs = { region: 'us-east-1', group: 'g', createGroup: true, stream: 's' };
  const arn = harness.run([writing('kept', 'a', { awslogs }), writing('gone', 'b')]);
  await harness.clock.advance(20);
  harness.stop(arn);
  for (const ms of [20, 5000, 20]) await harness.clock.advance(ms);
  expect(harness.get(arn).cleanedAt).toBeDefined();
  const shown = await entries(harness, arn);
  expect(shown).toHaveLength(2);
  expect(shown).toContainEqual(expect.objectContaining({ kind: 'log', container: 'kept', text: 'a' }));
  expect(shown).toContainEqual(
    expect.objectContaining({ kind: 'notice', container: 'gone', text: expect.stringContaining('removed') }),
  );
});

test('tasks and containers that there are not are told apart', async () => {
  await using harness = await agentHarness();
  const arn = harness.run([writing('web', 'a')]);
  expect(await entries(harness, 'none')).toBe('no such task');
  expect(await entries(harness, arn, { container: 'db' })).toBe('no such container');
});
