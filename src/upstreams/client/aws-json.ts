import type { ServiceContract } from '../../aws/contract/contract.ts';
import { header } from '../../aws/json/json-protocol.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Answer, Codec } from './codec.ts';
import { unreadableAnswer } from './errors.ts';

export function awsJsonCodec(contract: ServiceContract, protocol: 'awsJson1.0' | 'awsJson1.1'): Codec {
  const type = `application/x-amz-json-${protocol.slice('awsJson'.length)}`;
  return {
    encode: (operation, input) => ({
      method: 'POST',
      path: '/',
      headers: { 'content-type': type, 'x-amz-target': `${contract.targetPrefix}.${operation}` },
      body: Buffer.from(JSON.stringify(input ?? {})),
    }),
    decode: (_operation, { body }) => parsed(contract, body),
    error: jsonError,
  };
}

function parsed({ signingName }: ServiceContract, body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw unreadableAnswer(signingName, messageOf(error));
  }
}

/** `{"__type": "namespace#Name", "message": …}`, the name also in a header. */
export function jsonError({ body, headers }: Answer): { code: string | undefined; message: string } {
  const text = body.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const of = (name: string): string | undefined => {
    const found = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const member: unknown = found.find(([key]) => key === name)?.[1];
    return typeof member === 'string' ? member : undefined;
  };
  const type = of('__type') ?? header(headers, 'x-amzn-errortype') ?? of('code');
  const code = type?.split(':', 1)[0]?.split('#').at(-1);
  return { code, message: of('message') ?? of('Message') ?? text.slice(0, 500) };
}
