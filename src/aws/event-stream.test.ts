import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';

import { encodeEvents, encodeMessage, EventStream } from './event-stream.ts';

test('a message has its lengths, both checksums, headers and payload', () => {
  const message = encodeMessage({ type: 'sessionStart', payload: { a: 'é' } });
  expect(message.readUInt32BE(0)).toBe(message.length);
  const headers = message.readUInt32BE(4);
  expect(message.readUInt32BE(8)).toBe(crc32(message.subarray(0, 8)));
  expect(message.readUInt32BE(message.length - 4)).toBe(crc32(message.subarray(0, -4)));
  const text = message.subarray(12, 12 + headers).toString('latin1');
  expect(text).toBe(
    '\r:message-type\x07\x00\x05event\x0b:event-type\x07\x00\x0csessionStart' +
      '\r:content-type\x07\x00\x10application/json',
  );
  expect(JSON.parse(message.subarray(12 + headers, -4).toString())).toEqual({ a: 'é' });
});

test('a stream begins with the initial response and may end with an exception', async () => {
  async function* events(): AsyncGenerator<{ type: string; payload: object; isException: boolean }> {
    yield { type: 'SessionTimeoutException', payload: { message: 'over' }, isException: true };
  }
  const messages: string[] = [];
  for await (const message of encodeEvents(new EventStream(events())))
    messages.push(message.toString('latin1'));
  expect(messages).toHaveLength(2);
  expect(messages[0]).toContain('initial-response');
  expect(messages[1]).toContain(':exception-type');
});
