import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

export interface AnswerBody {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** In place of the body. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/** Sends a protocol's answer as it is. */
export function sendAnswer(reply: FastifyReply, answer: AnswerBody): FastifyReply {
  const { status, headers, body, stream = body } = answer;
  reply.code(status).headers(headers);
  if (typeof stream === 'string') return reply.serializer(asItIs).send(stream);
  if (stream === undefined || stream instanceof Uint8Array) return reply.send(stream);
  return reply.send(Readable.from(stream, { objectMode: false }));
}

/**
 * Keeps fastify from adding a charset, which AWS's content type has not. Text, not bytes: node:http sends
 * it in one write with the head.
 */
export function asItIs(payload: string): string {
  return payload;
}
