import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeConsole } from '../../../test/support/gateway/console.ts';
import type { ToldEvent } from '../../gateway/admin-port.ts';
import { eventDocument } from '../../services/events/model/event.ts';
import { events } from './events.ts';
import { eventLine } from './line.ts';

const place = { account: '000000000000', region: 'us-east-1', time: Date.UTC(2026, 0, 1) };
const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/default/0123';

function taskEvent(detail: object): ToldEvent {
  const event = {
    ...place,
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [taskArn],
    detail,
  };
  return { seq: 1, bus: 'default', event: eventDocument('id-1', event) };
}

const running = taskEvent({
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  version: 3,
  containers: [{ name: 'app', lastStatus: 'RUNNING' }],
});

const stopped = taskEvent({
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  version: 6,
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers: [{ name: 'app', lastStatus: 'STOPPED', exitCode: 3 }],
});

const own: ToldEvent = {
  seq: 2,
  bus: 'own',
  event: eventDocument('id-2', {
    ...place,
    source: 'app',
    detailType: 'Thing',
    resources: [],
    detail: { a: 'x'.repeat(300) },
  }),
};

test.each([
  [
    running,
    '2026-01-01T00:00:00Z  aws.ecs  ECS Task State Change  task/default/0123  RUNNING (v3)  app RUNNING',
  ],
  [
    stopped,
    '2026-01-01T00:00:00Z  aws.ecs  ECS Task State Change  task/default/0123  STOPPED (v6)  app STOPPED 3  EssentialContainerExited: Essential container in task exited',
  ],
  [own, `2026-01-01T00:00:00Z  app  Thing  on own  {"a":"${'x'.repeat(194)}…`],
])('a line for people', (told, line) => {
  expect(eventLine(told, { colour: false })).toBe(line);
});

/** Answers every call with `status` and `text`; stays open where `text` ends with `…`. */
async function server(
  status: number,
  text: string,
): Promise<{ readonly url: URL; readonly asked: string[] }> {
  const asked: string[] = [];
  const http = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status);
    if (text.endsWith('…')) response.write(text.slice(0, -1));
    else response.end(text);
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`), asked };
}

describe('longshore events', () => {
  test('prints what there is and ends', async () => {
    const { url, asked } = await server(200, `${JSON.stringify(running)}\n${JSON.stringify(own)}\n`);
    const console = fakeConsole();
    const code = await events({ follow: false, json: true, after: 5, pattern: '{}' }, console, url);
    expect(code).toBe(0);
    expect(asked).toEqual(['/_longshore/events?follow=false&after=5&pattern=%7B%7D']);
    expect(console.textOf('out')).toBe(`${JSON.stringify(running.event)}\n${JSON.stringify(own.event)}\n`);
  });

  test('goes on until it is interrupted', async () => {
    const { url } = await server(200, `${JSON.stringify(running)}\n…`);
    const console = fakeConsole();
    const code = events({ follow: true, json: false, endpoint: url }, console, new URL('http://127.0.0.1:1'));
    await console.until('RUNNING (v3)');
    console.interrupt();
    expect(await code).toBe(0);
  });

  test('says that the server has gone', async () => {
    const { url } = await server(200, '');
    const code = events({ follow: true, json: false }, fakeConsole(), url);
    await expect(code).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: expect.stringContaining('it has stopped'),
    });
  });

  test('says that none is there, and what to do', async () => {
    const code = events({ follow: true, json: false }, fakeConsole(), new URL('http://127.0.0.1:1'));
    await expect(code).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
      hint: 'Start Longshore there with `longshore serve`, or name another with --endpoint.',
    });
  });

  test('says what is wrong with a pattern, and what is no Longshore', async () => {
    const bad = await server(400, '{"message":"Event pattern is not valid."}');
    const refused = events({ follow: false, json: false, pattern: 'x' }, fakeConsole(), bad.url);
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: 'Event pattern is not valid.',
    });
    const other = await server(404, 'nothing');
    const lost = events({ follow: false, json: false }, fakeConsole(), other.url);
    await expect(lost).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});
