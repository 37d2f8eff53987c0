import { imagesOf } from '../model/images.ts';
import { type Answer, invalidDigest, refusal } from './answers.ts';
import { parseDigest } from './digest.ts';
import type { RegistryCall } from './registry-call.ts';

/** GET, HEAD and DELETE of a blob that the repository may use. */
export async function answerBlob(call: RegistryCall, digest: string): Promise<Answer> {
  if (parseDigest(digest) === undefined) return invalidDigest(digest);
  const { account, region, name } = call.repository;
  const layer = call.tables.layers.get(account, region, name, digest);
  if (layer === undefined) return refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  switch (call.method) {
    case 'HEAD':
      return { status: 200, headers: { ...headersOf(digest), 'content-length': layer.size } };
    case 'GET':
      return read(call, digest, layer.size);
    case 'DELETE':
      return remove(call, digest);
    default:
      return refusal(405, 'UNSUPPORTED', `${call.method} is not supported for blobs`);
  }
}

const headersOf = (digest: string): Record<string, string> => ({
  'content-type': 'application/octet-stream',
  'docker-content-digest': digest,
  'accept-ranges': 'bytes',
  etag: `"${digest}"`,
  'cache-control': 'max-age=31536000',
});

async function read(call: RegistryCall, digest: string, size: number): Promise<Answer> {
  const range = rangeOf(call.request.headers.range, size);
  if (range === 'unsatisfiable') {
    return refusal(416, 'SIZE_INVALID', 'the range lies outside the blob', {
      'content-range': `bytes */${size}`,
    });
  }
  const file = await call.blobs.open(digest);
  if (range === undefined)
    return { status: 200, headers: headersOf(digest), body: { file, start: 0, length: size } };
  const { start, end } = range;
  const headers = { ...headersOf(digest), 'content-range': `bytes ${start}-${end}/${size}` };
  return { status: 206, headers, body: { file, start, length: end - start + 1 } };
}

/** One range of bytes; several, or other units, count as none (RFC 9110, 14.2). */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && first !== '' && Number(last) < start) return undefined;
  return start > end ? 'unsatisfiable' : { start, end };
}

/** A blob that an image needs is not given up: the image could not be pulled any more. */
function remove(call: RegistryCall, digest: string): Answer {
  const { account, region, name } = call.repository;
  const user = imagesOf(call.tables, call.repository).find(({ blobs }) => blobs.includes(digest));
  if (user !== undefined) {
    return refusal(405, 'UNSUPPORTED', `the blob is part of the image ${user.digest}: delete that first`);
  }
  call.tables.layers.delete(account, region, name, digest);
  return { status: 202 };
}
