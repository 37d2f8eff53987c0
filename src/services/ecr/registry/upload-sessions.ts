import { registryOf } from '../model/repositories.ts';
import type { UploadRecord } from '../model/tables.ts';
import { type Answer, invalidDigest, refusal } from './answers.ts';
import { parseDigest } from './digest.ts';
import type { RegistryCall } from './registry-call.ts';

/** POST: begins an upload, takes a whole blob, or links one of another repository. */
export async function beginUpload(call: RegistryCall): Promise<Answer> {
  if (call.method !== 'POST') return refusal(405, 'UNSUPPORTED', `${call.method} is not supported here`);
  const { query, scope, repository, uploads } = call;
  const wanted = query.get('mount');
  if (wanted !== null && parseDigest(wanted) === undefined) return invalidDigest(wanted);
  if (wanted !== null && mount(call, wanted)) return created(call, wanted);
  const digest = query.get('digest');
  if (digest !== null && parseDigest(digest) === undefined) return invalidDigest(digest);
  const upload = uploads.begin(scope, repository.name);
  if (digest === null) return { status: 202, headers: sessionHeaders(call, upload) };
  await uploads.append(upload, call.request);
  return finish(call, upload, digest);
}

/** GET, PATCH, PUT and DELETE of an upload under way. */
export async function answerUpload(call: RegistryCall, id: string): Promise<Answer> {
  const { method, scope, repository, uploads } = call;
  const upload = uploads.find(scope, repository.name, id);
  if (upload === undefined) return refusal(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  if (method === 'GET') return { status: 204, headers: sessionHeaders(call, upload) };
  if (uploads.isBusy(id)) {
    return refusal(
      409,
      'BLOB_UPLOAD_INVALID',
      'another request is writing to this upload',
      sessionHeaders(call, upload),
    );
  }
  switch (method) {
    case 'PATCH':
      return (await receive(call, upload)) ?? { status: 202, headers: sessionHeaders(call, upload) };
    case 'PUT':
      return complete(call, upload);
    case 'DELETE':
      uploads.drop(id);
      return { status: 204 };
    default:
      return refusal(405, 'UNSUPPORTED', `${method} is not supported for uploads`);
  }
}

async function complete(call: RegistryCall, upload: UploadRecord): Promise<Answer> {
  const digest = call.query.get('digest');
  if (digest === null) return refusal(400, 'DIGEST_INVALID', 'the query has no digest');
  if (parseDigest(digest) === undefined) return invalidDigest(digest);
  return (await receive(call, upload)) ?? finish(call, upload, digest);
}

/** Takes the body of the request, which must begin where the last ended. What it answers is a refusal. */
async function receive(call: RegistryCall, upload: UploadRecord): Promise<Answer | undefined> {
  const { uploads, request } = call;
  const range = request.headers['content-range'];
  const offset = uploads.offset(upload.id);
  if (range !== undefined) {
    const [, start = '', end = ''] = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(range) ?? [];
    if (start === '')
      return refusal(400, 'BLOB_UPLOAD_INVALID', `the Content-Range ${range.slice(0, 100)} is malformed`);
    if (Number(start) !== offset) {
      return refusal(
        416,
        'BLOB_UPLOAD_INVALID',
        `the chunk begins at ${start}, but ${offset} bytes were received`,
        sessionHeaders(call, upload),
      );
    }
    const length = request.headers['content-length'];
    if (length !== undefined && Number(length) !== Number(end) - Number(start) + 1) {
      return refusal(400, 'SIZE_INVALID', 'Content-Length and Content-Range differ');
    }
  }
  await uploads.append(upload, request);
  return undefined;
}

async function finish(call: RegistryCall, upload: UploadRecord, digest: string): Promise<Answer> {
  switch (await call.uploads.finish(upload, digest)) {
    case 'stored':
      return created(call, digest);
    case 'digest-differs':
      return refusal(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    case 'gone':
      return refusal(404, 'BLOB_UPLOAD_UNKNOWN', 'the repository was deleted during the upload');
  }
}

/**
 * The same bytes for another repository of the registry: a link, and nothing is sent. Who knows a digest has the
 * bytes by it, so he must be allowed to read them where they are; else he is to send them himself.
 */
function mount(call: RegistryCall, digest: string): boolean {
  const { tables, repository, query, clock, mayRead } = call;
  if (registryOf(tables, repository).settings?.['BLOB_MOUNTING'] === 'DISABLED') return false;
  const { account, region, name } = repository;
  const from = query.get('from');
  const where = { account, region, digest, ...(from === null ? {} : { repository: from }) };
  const layer = tables.layers.select({ where }).find((found) => mayRead(found.repository, digest));
  if (layer === undefined) return false;
  tables.layers.put({ ...layer, repository: name, linkedAt: clock.now() });
  return true;
}

function created({ repository }: RegistryCall, digest: string): Answer {
  const location = `/v2/${repository.name}/blobs/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest, 'content-length': 0 } };
}

/** The last byte counts from zero; with nothing received it is 0 too, as in Docker's registry. */
function sessionHeaders({ repository, uploads }: RegistryCall, { id }: UploadRecord): Record<string, string> {
  return {
    location: `/v2/${repository.name}/blobs/uploads/${id}`,
    range: `0-${Math.max(0, uploads.offset(id) - 1)}`,
    'docker-upload-uuid': id,
  };
}
