import { expect, test } from 'vitest';
import { boundaryIn, type MultipartForm, readForm } from './multipart-form.ts';

const boundary = 'edge';
const body = [
  'what stands before is nothing',
  '--edge',
  'Content-Disposition: form-data; name="Key"',
  '',
  'a\r\nb',
  '--edge',
  'content-disposition: form-data; name="file"; filename="a %22b%22.txt"',
  'Content-Type: text/plain',
  '',
  'first\r\n--edg\r\n--edgless than a boundary\r\n',
  '--edge',
  'Content-Disposition: form-data; name="late"',
  '',
  'of no account',
  '--edge--',
  '',
].join('\r\n');

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(size);
  for (let at = 0; at < text.length; at += size) {
    const length = memory.write(text.slice(at, at + size), 'latin1');
    yield memory.subarray(0, length);
  }
}

async function read(form: MultipartForm): Promise<string> {
  let text = '';
  for await (const piece of form.file?.bytes ?? []) text += Buffer.from(piece).toString();
  return text;
}

test.each([1, 2, 3, 7, 64, 10_000])('fields and a file, in pieces of %i bytes', async (size) => {
  const form = await readForm(cut(body, size), boundary);
  expect([...form.fields]).toEqual([['key', 'a\r\nb']]);
  expect(form.file).toMatchObject({ name: 'a "b".txt', type: 'text/plain' });
  expect(await read(form)).toBe('first\r\n--edg\r\n--edgless than a boundary\r\n');
});

test.each([
  '',
  'no boundary',
  '--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n--edge--',
  '--edge\r\nx',
])('no form: %j', async (text) => {
  await expect(readForm(cut(text, 5), boundary)).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
});

test('a file that breaks off', async () => {
  const form = await readForm(cut(body.slice(0, body.indexOf('less than')), 10), boundary);
  await expect(read(form)).rejects.toMatchObject({ code: 'MalformedPOSTRequest' });
});

test.each([
  ['multipart/form-data; boundary=edge', 'edge'],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b"', 'a b'],
  ['multipart/mixed; boundary=edge', undefined],
  ['multipart/form-data', undefined],
  [undefined, undefined],
])('the boundary in %j', (type, expected) => {
  expect(boundaryIn(type)).toBe(expected);
});
