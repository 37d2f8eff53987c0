import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../../test/support/docker/collect.ts';
import { lines } from './json-lines.ts';
import { type ImageProgress, readProgress } from './progress.ts';

async function* bytes(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

test('lines are the same wherever the chunks are cut, inside a letter too', async () => {
  const text = '{"status":"Grüße"}\r\n\r\n{"status":"日本"}\n{"last":true}';
  const wire = Buffer.from(text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(wire.length), { maxLength: 8 }), async (cuts) => {
      const borders = [0, ...cuts.sort((a, b) => a - b), wire.length];
      const chunks = borders.slice(1).map((to, index) => wire.subarray(borders[index], to));
      expect(await collect(lines(bytes(...chunks)))).toEqual([
        '{"status":"Grüße"}',
        '{"status":"日本"}',
        '{"last":true}',
      ]);
    }),
  );
});

test('hands on each step of a pull', async () => {
  const seen: ImageProgress[] = [];
  const source = bytes(
    '{"status":"Pulling from library/web","id":"1.2"}\r\n',
    '{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"abc"}\r\n',
  );
  await readProgress(source, 'POST /images/create', (progress) => seen.push(progress));
  expect(seen).toEqual([
    { status: 'Pulling from library/web', id: '1.2' },
    { status: 'Downloading', progressDetail: { current: 5, total: 9 }, id: 'abc' },
  ]);
});

test('an error inside a stream that began well is thrown with the engine’s text', async () => {
  const text = 'manifest for web:9 not found: manifest unknown';
  const source = bytes(
    '{"status":"Pulling"}\r\n',
    `{"errorDetail":{"code":404,"message":"${text}"},"error":"${text}"}\r\n`,
  );
  await expect(readProgress(source, 'POST /images/create', () => undefined)).rejects.toMatchObject({
    kind: 'server',
    status: 404,
    message: text,
  });
});
