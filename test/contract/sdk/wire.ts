import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';

export interface Answer {
  readonly status: number;
  readonly requestId: string | null;
  readonly contentType: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export const target = (operation: string): string => `${ecsContract.targetPrefix}.${operation}`;

/** A call as it is on the wire, without an SDK to mend or refuse it. */
export async function post(
  endpoint: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
    body,
  });
  return {
    status: response.status,
    requestId: response.headers.get('x-amzn-requestid'),
    contentType: response.headers.get('content-type'),
    body: JSON.parse(await response.text()) as Answer['body'],
  };
}

export function callWire(endpoint: string, operation: string, input: unknown): Promise<Answer> {
  return post(endpoint, JSON.stringify(input), { 'x-amz-target': target(operation) });
}
