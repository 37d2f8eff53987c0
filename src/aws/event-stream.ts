import { crc32 } from 'node:zlib';

/** One event of a stream: a member of the union that the operation's output streams. */
export interface StreamedEvent {
  /** The member's name: `sessionUpdate`; for the last one it may be an exception's. */
  readonly type: string;
  readonly payload: unknown;
  readonly isException?: boolean;
}

/** What an operation answers whose output is a stream of events. */
export class EventStream {
  readonly events: AsyncIterable<StreamedEvent>;

  constructor(events: AsyncIterable<StreamedEvent>) {
    this.events = events;
  }
}

export const eventStreamType = 'application/vnd.amazon.eventstream';

/** How a protocol writes what is in a message. */
export interface EventCodec {
  readonly contentType: string;
  encode(type: string, payload: unknown): Uint8Array;
}

export const jsonEvents: EventCodec = {
  contentType: 'application/json',
  encode: (_type, payload) => Buffer.from(JSON.stringify(payload)),
};

/**
 * The bytes of an event stream in the protocols with one place for all calls. The first message stands for the output's other
 * members and comes even where there are none: botocore insists on it.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export async function* encodeEvents(
  { events }: EventStream,
  codec: EventCodec = jsonEvents,
): AsyncGenerator<Buffer> {
  yield encodeMessage({ type: 'initial-response', payload: {} }, codec);
  for await (const event of events) yield encodeMessage(event, codec);
}

/** Lengths of the whole and of the headers, their checksum; headers and payload; the checksum of all. */
export function encodeMessage(
  { type, payload, isException = false }: StreamedEvent,
  codec: EventCodec = jsonEvents,
): Buffer {
  const headers = Buffer.concat([
    header(':message-type', isException ? 'exception' : 'event'),
    header(isException ? ':exception-type' : ':event-type', type),
    header(':content-type', codec.contentType),
  ]);
  const body = codec.encode(type, payload);
  const length = preludeLength + headers.length + body.length + checksumLength;
  const message = Buffer.alloc(length);
  message.writeUInt32BE(length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, preludeLength);
  message.set(body, preludeLength + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, length - checksumLength)), length - checksumLength);
  return message;
}

const preludeLength = 12;
const checksumLength = 4;
const stringType = 7;

function header(name: string, value: string): Buffer {
  const head = Buffer.from([name.length, ...Buffer.from(name), stringType, 0, 0]);
  const text = Buffer.from(value);
  head.writeUInt16BE(text.length, head.length - 2);
  return Buffer.concat([head, text]);
}
