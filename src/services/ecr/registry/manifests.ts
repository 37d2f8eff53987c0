import { AwsError } from '../../../aws/aws-error.ts';
import { findImage, listsNaming, removeImage } from '../model/images.ts';
import { putManifest } from '../model/put-manifest.ts';
import type { ImageRecord } from '../model/tables.ts';
import { type Answer, invalidDigest, refusal, type RegistryErrorCode } from './answers.ts';
import { parseDigest } from './digest.ts';
import type { RegistryCall } from './registry-call.ts';
import { isTag } from './routes.ts';

/** ECR takes no larger ones, and the specification asks for no more. */
const largest = 4 * 1024 * 1024;
/** Pulls in quick succession are noted once. */
const notedAgainAfter = 60_000;

/** GET, HEAD, PUT and DELETE of a manifest by tag or digest. */
export async function answerManifest(call: RegistryCall, reference: string): Promise<Answer> {
  const digest = reference.includes(':') ? reference : undefined;
  if (digest !== undefined && parseDigest(digest) === undefined) return invalidDigest(digest);
  if (digest === undefined && !isTag(reference)) {
    return refusal(
      call.method === 'PUT' ? 400 : 404,
      call.method === 'PUT' ? 'TAG_INVALID' : 'MANIFEST_UNKNOWN',
      'the tag is invalid',
    );
  }
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return read(call, reference, digest);
    case 'PUT':
      return put(call, reference, digest);
    case 'DELETE':
      return call.store.transaction(() => remove(call, reference, digest));
    default:
      return refusal(405, 'UNSUPPORTED', `${call.method} is not supported for manifests`);
  }
}

function read(call: RegistryCall, reference: string, digest: string | undefined): Answer {
  const image = find(call, reference, digest);
  if (image === undefined) return unknown();
  const headers = {
    'content-type': image.mediaType,
    'content-length': Buffer.byteLength(image.manifest),
    'docker-content-digest': image.digest,
    etag: `"${image.digest}"`,
  };
  if (call.method === 'HEAD') return { status: 200, headers };
  const now = call.clock.now();
  if (now - (image.pulledAt ?? 0) > notedAgainAfter) call.tables.images.put({ ...image, pulledAt: now });
  return { status: 200, headers, body: image.manifest };
}

async function put(call: RegistryCall, reference: string, digest: string | undefined): Promise<Answer> {
  const text = await bodyOf(call);
  if (text === undefined) return refusal(413, 'SIZE_INVALID', `a manifest has at most ${largest} bytes`);
  if (text === 'not-text') return refusal(400, 'MANIFEST_INVALID', 'the manifest is not UTF-8');
  const { store, tables, repository, clock, request } = call;
  const algorithm = digest === undefined ? undefined : parseDigest(digest)?.algorithm;
  try {
    const { image } = store.transaction(() =>
      putManifest(
        tables,
        // It may have changed while the body came.
        tables.repositories.get(repository.account, repository.region, repository.name) ?? repository,
        {
          manifest: text.manifest,
          mediaType: request.headers['content-type']?.split(';', 1)[0]?.trim(),
          tag: digest === undefined ? reference : undefined,
          digest,
          ...(algorithm === undefined ? {} : { algorithm }),
        },
        clock.now(),
      ),
    );
    return {
      status: 201,
      headers: {
        location: `/v2/${repository.name}/manifests/${image.digest}`,
        'docker-content-digest': image.digest,
        'content-length': 0,
        ...(image.subject === undefined ? {} : { 'oci-subject': image.subject }),
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const [status, code] = wordsOf(error);
    return refusal(status, code, error.message);
  }
}

/** The API's errors, as registries say them; docker shows their messages. */
function wordsOf({ code }: AwsError): readonly [number, RegistryErrorCode] {
  switch (code) {
    case 'LayersNotFoundException':
    case 'ReferencedImagesNotFoundException':
      return [404, 'MANIFEST_BLOB_UNKNOWN'];
    case 'ImageTagAlreadyExistsException':
      return [400, 'TAG_INVALID'];
    case 'ImageDigestDoesNotMatchException':
      return [400, 'DIGEST_INVALID'];
    default:
      return [400, 'MANIFEST_INVALID'];
  }
}

function remove(call: RegistryCall, reference: string, digest: string | undefined): Answer {
  const { tables, repository } = call;
  const image = find(call, reference, digest);
  if (image === undefined) return unknown();
  if (digest === undefined) {
    tables.tags.delete(repository.account, repository.region, repository.name, reference);
    return { status: 202 };
  }
  const lists = listsNaming(tables, repository, digest);
  if (lists.length > 0) {
    return refusal(405, 'UNSUPPORTED', `Requested image referenced by manifest list: [${lists.join(', ')}]`);
  }
  removeImage(tables, repository, digest);
  return { status: 202 };
}

function find(
  { tables, repository }: RegistryCall,
  reference: string,
  digest: string | undefined,
): ImageRecord | undefined {
  return findImage(
    tables,
    repository,
    digest === undefined ? { imageTag: reference } : { imageDigest: digest },
  );
}

const unknown = (): Answer => refusal(404, 'MANIFEST_UNKNOWN', 'Requested image not found');

/** `undefined`: too large. The manifest is kept as text, so it must be text to the byte. */
async function bodyOf({
  request,
}: RegistryCall): Promise<{ readonly manifest: string } | 'not-text' | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const body: AsyncIterable<Buffer> = request;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > largest) return undefined;
    chunks.push(chunk);
  }
  try {
    return {
      manifest: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks)),
    };
  } catch {
    return 'not-text';
  }
}
