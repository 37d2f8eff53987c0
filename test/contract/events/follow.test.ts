import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { events } from '../../../src/cli/events/events.ts';
import { fakeConsole } from '../../support/gateway/console.ts';
import { startEventBridge } from './client.ts';

test('longshore events shows what happens while it looks on, and later all of it', async () => {
  await using started = await startEventBridge();
  const { client, longshore } = started;
  const endpoint = new URL(longshore.endpoint);
  const put = (name: string): Promise<unknown> => {
    const entry = { Source: 'app', DetailType: 'Thing', Detail: JSON.stringify({ name }) };
    return started.events.send(new PutEventsCommand({ Entries: [entry] }));
  };
  await put('before');
  const console = fakeConsole();
  const pattern =
    '{"$or": [{"detail": {"name": [{"exists": true}]}}, {"detail": {"lastStatus": ["RUNNING"]}}]}';
  const following = events({ follow: true, json: false, endpoint, pattern }, console, endpoint);
  // It has begun when it shows an event; what comes before that is not its business.
  const heartbeat = setInterval(() => void put('beat'), 20);
  await console.until('beat');
  clearInterval(heartbeat);
  const containerDefinitions = [{ name: 'app', image: 'busybox', memory: 64 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: 'app', containerDefinitions }));
  await client.send(new RunTaskCommand({ taskDefinition: 'app' }));
  await console.until('RUNNING (v2)  app RUNNING');
  console.interrupt();
  expect(await following).toBe(0);
  expect(console.textOf('out')).not.toContain('before');

  const all = fakeConsole();
  expect(await events({ follow: false, json: true, endpoint }, all, endpoint)).toBe(0);
  const documents = all
    .textOf('out')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(documents[0]).toMatchObject({ source: 'app', detail: { name: 'before' } });
  expect(documents.at(-1)).toMatchObject({
    source: 'aws.ecs',
    detail: { lastStatus: 'RUNNING', version: 2 },
  });
  const after = fakeConsole();
  await events({ follow: false, json: true, after: documents.length - 1, endpoint }, after, endpoint);
  expect(after.textOf('out').trimEnd().split('\n')).toHaveLength(1);
});
