import { describe, expect, test } from 'vitest';
import { collect } from '../../test/support/docker/collect.ts';
import { startFakeEngine, until } from '../../test/support/docker/fake-engine.ts';
import { createEngineClient } from './client.ts';
import { withTime } from './logs.ts';

const time = '2026-11-23T19:59:52.352222713Z';

describe('times', () => {
  test.each([
    [`${time} hello world\n`, time, 'hello world\n'],
    ['2026-11-23T20:01:25+02:00 x', '2026-11-23T20:01:25+02:00', 'x'],
    ['no time here\n', undefined, 'no time here\n'],
    ['\n', undefined, '\n'],
  ])('of %j is taken off', (text, expected, rest) => {
    const chunk = withTime({ stream: 'stdout', bytes: Buffer.from(text) });
    expect(chunk.time).toBe(expected);
    expect(chunk.bytes.toString()).toBe(rest);
  });
});

test('a TTY log with times is split into lines across chunks', async () => {
  await using engine = await startFakeEngine({
    answer: (_request, response) => {
      response.write(`${time} on`);
      setImmediate(() => response.end(`e\r\n${time} two\r\n${time} $ `));
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  const chunks = await collect(client.containers.logs('c', { tty: true, timestamps: true }));
  expect(chunks.map((chunk) => [chunk.time, chunk.bytes.toString()])).toEqual([
    [time, 'one\r\n'],
    [time, 'two\r\n'],
    [time, '$ '],
  ]);
});

test('asks for lines since a time in the only form that every engine reads', async () => {
  await using engine = await startFakeEngine({ answer: (_request, response) => response.end() });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await collect(client.containers.logs('c', { tty: true, since: 1_795_463_992_352_222_713n }));
  const { searchParams } = new URL(engine.requests.at(-1)?.url ?? '', 'http://engine');
  expect(searchParams.get('since')).toBe('1795463992.352222713');
});

test('a reader that takes nothing stops the engine from sending', async () => {
  let sent = 0;
  await using engine = await startFakeEngine({
    answer: (_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536, 0x61))) sent += 65_536;
        sent += 65_536;
        response.once('drain', more);
      };
      more();
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  const log = client.containers.logs('c', { tty: true })[Symbol.asyncIterator]();
  await log.next();
  // The engine is stuck once its writes stop: two looks, with other calls between them, see the same count.
  let before = -1;
  await until(async () => {
    const stuck = sent === before;
    before = sent;
    for (let call = 0; call < 20; call += 1) await client.system.ping();
    return stuck;
  });
  expect(sent).toBeLessThan(8 * 1024 * 1024);
  await log.return?.();
});
