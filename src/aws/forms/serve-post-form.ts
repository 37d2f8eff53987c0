import type { ServiceContract } from '../contract/contract.ts';
import { header } from '../json/json-protocol.ts';
import { boundaryIn, type MultipartForm, readForm } from './multipart-form.ts';
import { checkPostPolicy, within } from './post-policy.ts';
import { invalidArgument, restCredentialRefusals } from '../protocol-errors.ts';
import { contextOf } from '../request-context.ts';
import type { RestResponse } from '../rest/rest-writer.ts';
import type { RestXmlRequest } from '../rest/serve-rest-xml.ts';
import type { RequestContext, Service } from '../service.ts';
import { checkInput } from '../validation/validate.ts';
import { malformedPost, missingFormField, oneFileOnly } from './web-page-errors.ts';
import { readScalar } from '../wire-scalar.ts';
import { escapeXml, tag } from '../xml/xml-writer.ts';

/** The operation that a form is; the model does not know it, as only browsers call it. */
export const postOperation = 'PutObject';

export const isPostForm = ({ method, path, headers, labels }: RestXmlRequest): boolean =>
  method === 'POST' &&
  path === '/' &&
  labels['Bucket'] !== undefined &&
  boundaryIn(header(headers, 'content-type')) !== undefined;

/**
 * `POST /BUCKET` by a form of a web page: an object whose headers are the form's fields, as far as the form's
 * policy allows. `known` is told who calls.
 */
export async function servePostForm(
  service: Service,
  request: RestXmlRequest,
  known: (context: RequestContext) => void,
): Promise<RestResponse> {
  const { contract } = service;
  const boundary = boundaryIn(header(request.headers, 'content-type'));
  if (boundary === undefined) throw malformedPost();
  const form = await readForm(request.body, boundary);
  const { fields, file } = form;
  // What is signed is the form's policy, not the request.
  const { signature, ...unsigned } = request;
  const context = contextOf({ ...unsigned, query: credentialsIn(fields) }, restCredentialRefusals);
  signature?.checkForm(restCredentialRefusals.signature, fields);
  known(context);
  const key = fields.get('key');
  if (key === undefined) throw missingFormField('key');
  if (file === undefined) throw oneFileOnly();
  const Bucket = request.labels['Bucket'] ?? '';
  const range = policyOf(form, Bucket, request.now);
  const Key = key.replaceAll('${filename}', file.name.replace(/^.*[/\\]/, ''));
  const value = { ...headerMembers(contract, form), Bucket, Key };
  const checked = checkInput(contract, postOperation, value, service.validationError);
  const Body = range === undefined ? file.bytes : within(file.bytes, range);
  const input = typeof checked === 'object' && checked !== null ? { ...checked, Body } : { Body };
  request.authorize?.(service, postOperation, input, context);
  const output: unknown = await service.handle(postOperation, input, context);
  return answer(fields, { Bucket, Key, ...toldOf(output) }, request);
}

function policyOf(
  { fields }: MultipartForm,
  bucket: string,
  now: number,
): ReturnType<typeof checkPostPolicy> {
  const policy = fields.get('policy');
  if (policy !== undefined) return checkPostPolicy(policy, new Map([...fields, ['bucket', bucket]]), now);
  const isSigned = fields.has('x-amz-signature') || fields.has('signature');
  if (isSigned) throw missingFormField('policy');
  return undefined;
}

function credentialsIn(fields: ReadonlyMap<string, string>): URLSearchParams {
  const query = new URLSearchParams();
  const take = (name: string, as: string): void => {
    const value = fields.get(name);
    if (value !== undefined) query.set(as, value);
  };
  take('x-amz-algorithm', 'X-Amz-Algorithm');
  take('x-amz-credential', 'X-Amz-Credential');
  take('x-amz-date', 'X-Amz-Date');
  take('x-amz-security-token', 'X-Amz-Security-Token');
  take('awsaccesskeyid', 'AWSAccessKeyId');
  take('signature', 'Signature');
  return query;
}

/** Fields that are called otherwise than the header. */
const ALIASES: Readonly<Record<string, string>> = { acl: 'x-amz-acl', tagging: 'x-amz-tagging' };

/** The members of PutObject that the fields are headers of. */
function headerMembers(contract: ServiceContract, { fields, file }: MultipartForm): Record<string, unknown> {
  const shape = contract.shapes.get(contract.operations.get(postOperation)?.input ?? '');
  if (shape?.kind !== 'structure') return {};
  const headers = new Map([...fields].map(([name, value]) => [ALIASES[name] ?? name, value]));
  if (!headers.has('content-type') && file?.type !== undefined) headers.set('content-type', file.type);
  const members: Record<string, unknown> = {};
  for (const [member, { at, name = member, time = 'http-date' }] of Object.entries(shape.wire ?? {})) {
    if (at === 'headers') {
      const found = [...headers].filter(([field]) => field.startsWith(name));
      members[member] = Object.fromEntries(found.map(([field, text]) => [field.slice(name.length), text]));
    }
    const text = headers.get(name.toLowerCase());
    const target = shape.members[member];
    if (at !== 'header' || text === undefined || target === undefined) continue;
    const kind = contract.shapes.get(target)?.kind ?? target;
    members[member] = readScalar(kind, text, time, invalidArgument);
  }
  return members;
}

function toldOf(output: unknown): { readonly ETag: string; readonly VersionId?: string } {
  const values = new Map<string, unknown>(
    typeof output === 'object' && output !== null ? Object.entries(output) : [],
  );
  const etag = values.get('ETag');
  const version = values.get('VersionId');
  return {
    ETag: typeof etag === 'string' ? etag : '',
    ...(typeof version === 'string' && { VersionId: version }),
  };
}

interface Made {
  readonly Bucket: string;
  readonly Key: string;
  readonly ETag: string;
  readonly VersionId?: string;
}

function answer(
  fields: ReadonlyMap<string, string>,
  { Bucket, Key, ETag, VersionId }: Made,
  { headers }: RestXmlRequest,
): RestResponse {
  const Location = `http://${header(headers, 'host') ?? ''}/${Bucket}/${encodeURIComponent(Key)}`;
  const told = {
    location: Location,
    etag: ETag,
    ...(VersionId !== undefined && { 'x-amz-version-id': VersionId }),
  };
  const redirect = redirection(fields.get('success_action_redirect') ?? fields.get('redirect'));
  if (redirect !== undefined) {
    for (const [name, value] of Object.entries({ bucket: Bucket, key: Key, etag: ETag })) {
      redirect.searchParams.set(name, value);
    }
    return { status: 303, headers: { ...told, location: redirect.href }, body: '' };
  }
  switch (fields.get('success_action_status')) {
    case '200':
      return { status: 200, headers: told, body: '' };
    case '201': {
      const members = Object.entries({ Location, Bucket, Key, ETag });
      const content = members.map(([name, value]) => tag(name, escapeXml(value))).join('');
      return {
        status: 201,
        headers: { ...told, 'content-type': 'application/xml' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n${tag('PostResponse', content)}`,
      };
    }
    default:
      return { status: 204, headers: told, body: '' };
  }
}

/** What is no address leads nowhere, as on AWS. */
function redirection(text: string | undefined): URL | undefined {
  const url = text === undefined ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}
