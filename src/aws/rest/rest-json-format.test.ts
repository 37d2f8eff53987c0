import { describe, expect, test } from 'vitest';
import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { schedulerContract } from '../contract/scheduler.gen.ts';
import { TextTable } from '../contract/table.ts';
import { RestRouter } from './rest-router.ts';
import { serveRestJson } from './serve-rest-json.ts';
import type { Service } from '../service.ts';

/** What no service that is here has: other names, times as text, payloads of every kind, places for all. */
const contract: ServiceContract = {
  ...schedulerContract,
  operations: new TextTable(`
Bytes {"input":"BytesIn","output":"BytesOut","errors":[],"http":{"method":"POST","uri":"/bytes/{Count}"}}
Text {"input":"TextIn","output":"TextOut","errors":[],"http":{"method":"POST","uri":"/text"}}
Whole {"input":"WholeIn","output":"WholeOut","errors":[],"http":{"method":"POST","uri":"/whole","status":201}}
Plain {"input":"PlainIn","output":"PlainIn","errors":[],"http":{"method":"PUT","uri":"/plain"}}
Gone {"input":"Empty","output":"Empty","errors":[],"http":{"method":"DELETE","uri":"/gone","status":204}}
Silent {"input":"Empty","output":"Unit","errors":[],"http":{"method":"GET","uri":"/silent"}}
`),
  shapes: new TextTable(`
Empty {"kind":"structure","members":{}}
Unit {"kind":"structure","members":{}}
BytesIn {"kind":"structure","members":{"Count":"Integer","On":"Boolean","Body":"Blob"},"wire":{"Count":{"at":"label"},"On":{"at":"query","name":"on"},"Body":{"at":"payload"}}}
BytesOut {"kind":"structure","members":{"Status":"Integer","Kind":"String","Body":"Blob"},"wire":{"Status":{"at":"status"},"Kind":{"at":"header","name":"x-kind"},"Body":{"at":"payload"}}}
TextIn {"kind":"structure","members":{"Body":"String"},"wire":{"Body":{"at":"payload"}}}
TextOut {"kind":"structure","members":{"Body":"String"},"wire":{"Body":{"at":"payload"}}}
WholeIn {"kind":"structure","members":{"Body":"PlainIn"},"wire":{"Body":{"at":"payload"}}}
WholeOut {"kind":"structure","members":{"Body":"PlainIn"},"wire":{"Body":{"at":"payload"}}}
PlainIn {"kind":"structure","members":{"Named":"String","At":"Timestamp","Seconds":"Timestamp","Deep":"PlainIn","List":"Plains","Map":"PlainMap","Bytes":"Blob"},"wire":{"Named":{"name":"other"},"At":{"time":"date-time"}}}
Plains {"kind":"list","member":"PlainIn"}
PlainMap {"kind":"map","key":"String","value":"PlainIn"}
`),
};

interface Exchange {
  readonly input: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function call(
  method: string,
  target: string,
  body: string | Uint8Array,
  output: unknown,
): Promise<Exchange> {
  let input: unknown;
  const service: Service = {
    name: 'x',
    contract,
    handle: (_operation, given) => {
      input = given;
      return output;
    },
    validationError: (_, message) => new AwsError('ValidationException', message),
  };
  const [path = '', query] = target.split('?', 2);
  const answer = await serveRestJson(service, new RestRouter(contract), {
    method,
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.from(body),
    requestId: 'id-1',
    defaults: { account: '000000000000', region: 'us-east-1' },
    signal: new AbortController().signal,
  });
  return { input, status: answer.status, headers: answer.headers, body: answer.body };
}

const id = { 'x-amzn-requestid': 'id-1' };

describe('payloads', () => {
  test('bytes, with members in the path, the query, a header and the status', async () => {
    const output = { Status: 202, Kind: 'k', Body: 'AP8=' };
    expect(await call('POST', '/bytes/7?on=true', Uint8Array.of(0, 255), output)).toEqual({
      input: { Count: 7, On: true, Body: 'AP8=' },
      status: 202,
      headers: { ...id, 'x-kind': 'k', 'content-type': 'application/octet-stream' },
      body: Buffer.from([0, 255]),
    });
  });

  test('text', async () => {
    expect(await call('POST', '/text', 'é', { Body: 'ü' })).toEqual({
      input: { Body: 'é' },
      status: 200,
      headers: { ...id, 'content-type': 'text/plain' },
      body: 'ü',
    });
  });

  test('a structure', async () => {
    expect(await call('POST', '/whole', '{"other":"a"}', { Body: { Named: 'b' } })).toEqual({
      input: { Body: { Named: 'a' } },
      status: 201,
      headers: { ...id, 'content-type': 'application/json' },
      body: '{"other":"b"}',
    });
  });

  test('none', async () => {
    expect(await call('POST', '/text', '', {})).toEqual({ input: {}, status: 200, headers: id, body: '' });
    expect(await call('DELETE', '/gone', '', {})).toEqual({ input: {}, status: 204, headers: id, body: '' });
    expect(await call('GET', '/silent', '', {})).toEqual({ input: {}, status: 200, headers: id, body: '' });
  });
});

describe('documents', () => {
  test('other names and times as text, at any depth and both ways', async () => {
    const members = { Named: 'n', At: 1_700_000_000, Seconds: 1.5, Bytes: 'AP8=' };
    const written = { other: 'n', At: '2023-11-14T22:13:20Z', Seconds: 1.5, Bytes: 'AP8=' };
    const value = { ...members, Deep: members, List: [members], Map: { k: members } };
    const body = JSON.stringify({ ...written, Deep: written, List: [written], Map: { k: written } });
    expect(await call('PUT', '/plain', body, value)).toEqual({
      input: value,
      status: 200,
      headers: { ...id, 'content-type': 'application/json' },
      body,
    });
  });

  test.each([
    ['a time that is none', '{"At":"yesterday"}', 'timestamp must follow ISO8601'],
    ['seconds as text', '{"Seconds":"1"}', 'STRING_VALUE cannot be converted to Date'],
    ['a list for a structure', '{"Deep":[]}', 'Unrecognized collection type class .PlainIn'],
    ['half a document', '{', 'Unable to parse the request body as JSON'],
  ])('%s is refused', async (_, body, message) => {
    const { status, headers, body: answer } = await call('PUT', '/plain', body, {});
    expect({ status, type: headers['x-amzn-errortype'] }).toEqual({
      status: 400,
      type: 'SerializationException',
    });
    expect(answer).toBe(JSON.stringify({ message }));
  });
});
