import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HttpMount } from '../../../aws/http-mount.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { repositoryMissing } from '../errors.ts';
import { createOnPush } from '../model/create-on-push.ts';
import { type Answer, type FileBody, json, refusal } from './answers.ts';
import { admit } from './authorize.ts';
import { answerBlob } from './blobs.ts';
import { listReferrers, listRepositories, listTags } from './listings.ts';
import { answerManifest } from './manifests.ts';
import { refusedBy, type RegistryPermissions } from './permission.ts';
import type { RegistryCall, RegistryParts } from './registry-call.ts';
import { isName, type Route, routeOf } from './routes.ts';
import type { Tokens } from './tokens.ts';
import { answerUpload, beginUpload } from './upload-sessions.ts';

export interface RegistryOptions extends RegistryParts {
  readonly tokens: Tokens;
  /** Absent where no policies are enforced. */
  readonly permissions?: RegistryPermissions;
  readonly log: Log;
}

/**
 * The registry that docker and other OCI clients speak to: the OCI distribution specification 1.1.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md
 */
export function registryMount(parts: RegistryOptions): HttpMount {
  return {
    path: '/v2',
    async handle(request, response, { requestId, signal }) {
      let answer: Answer;
      try {
        answer = await answerTo(parts, request, requestId);
      } catch (error) {
        // A client that hangs up in the middle of an upload resumes it, or it expires.
        if (signal.aborted || request.destroyed) return void response.destroy();
        parts.log.error({ requestId, err: error }, `the registry failed: ${messageOf(error)}`);
        answer = refusal(500, 'UNKNOWN', 'unknown error');
      }
      const { method, url } = request;
      parts.log.debug({ requestId, method, url: url?.split('?', 1)[0], status: answer.status }, 'registry');
      await send(response, answer, requestId, signal);
    },
  };
}

async function answerTo(
  parts: RegistryOptions,
  request: IncomingMessage,
  requestId: string,
): Promise<Answer> {
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
  const query = new URLSearchParams(search);
  const admission = admit(request, query, parts.tokens);
  if (admission.kind === 'refused') return admission.answer;
  const { scope, holder } = admission;
  const method = request.method ?? 'GET';
  const route = routeOf(decoded(path));
  if (route === undefined) return refusal(404, 'UNSUPPORTED', 'the registry has no such path');
  const denied = refusedBy(parts.permissions, holder, { method, route, scope, requestId });
  if (denied !== undefined) return denied;
  if (route.kind === 'base' || route.kind === 'catalog') {
    if (method !== 'GET' && method !== 'HEAD')
      return refusal(405, 'UNSUPPORTED', `${method} is not supported here`);
    return route.kind === 'base' ? json({}) : listRepositories(parts.tables, scope, query);
  }
  if (!isName(route.name)) return refusal(400, 'NAME_INVALID', 'invalid repository name');
  const repository =
    parts.tables.repositories.get(scope.account, scope.region, route.name) ??
    (isPush(method, route) ? createOnPush(parts, scope, route.name) : undefined);
  if (repository === undefined) {
    return refusal(404, 'NAME_UNKNOWN', repositoryMissing(route.name, scope.account));
  }
  const mayRead = (name: string, digest: string): boolean => {
    const read = { method: 'GET', route: { kind: 'blob', name, digest }, scope, requestId } as const;
    return refusedBy(parts.permissions, holder, read) === undefined;
  };
  const call: RegistryCall = { ...parts, request, method, query, scope, repository, mayRead };
  switch (route.kind) {
    case 'manifest':
      return answerManifest(call, route.reference);
    case 'blob':
      return answerBlob(call, route.digest);
    case 'uploads':
      return beginUpload(call);
    case 'upload':
      return answerUpload(call, route.id);
    case 'tags':
      return listTags(call);
    case 'referrers':
      return listReferrers(call, route.digest);
  }
}

/** What a client sends that has something to store; it asks with HEAD first, which creates nothing. */
const isPush = (method: string, { kind }: Route): boolean =>
  (method === 'POST' && kind === 'uploads') || (method === 'PUT' && kind === 'manifest');

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

async function send(
  response: ServerResponse,
  answer: Answer,
  requestId: string,
  signal: AbortSignal,
): Promise<void> {
  const { status, headers = {}, body } = answer;
  const length = lengthOf(answer);
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  response.writeHead(status, {
    'docker-distribution-api-version': 'registry/2.0',
    'x-amzn-requestid': requestId,
    ...length,
    ...given,
  });
  if (typeof body === 'object') await stream(response, body, signal);
  else response.end(body);
}

/** Always stated, so that nothing is sent in chunks; a 204 has no body to have a length. */
function lengthOf({ status, body }: Answer): { readonly 'content-length'?: number } {
  if (typeof body === 'object') return { 'content-length': body.length };
  return status === 204 ? {} : { 'content-length': Buffer.byteLength(body ?? '') };
}

/** A head has been sent: what goes wrong now can only cut the stream short, which the client sees. */
async function stream(
  response: ServerResponse,
  { file, start, length }: FileBody,
  signal: AbortSignal,
): Promise<void> {
  await using _ = file;
  if (length === 0) return void response.end();
  const source = file.createReadStream({
    autoClose: false,
    start,
    end: start + length - 1,
    highWaterMark: 1 << 20,
  });
  try {
    await pipeline(source, response, { signal });
  } catch (error) {
    if (!response.destroyed) response.destroy();
    if (!signal.aborted) throw error;
  }
}
