export type ById = 'v3' | 'v4';

/** What a path of the endpoint asks for. `id` is a container's endpoint id. */
export type Route =
  | { readonly kind: 'credentials'; readonly version: 1 | 2; readonly id: string }
  /** v2 knows the task by the address that asks. */
  | { readonly kind: 'v2-metadata'; readonly withTags: boolean; readonly dockerId?: string }
  | { readonly kind: 'v2-stats'; readonly dockerId?: string }
  | { readonly kind: 'container'; readonly version: ById; readonly id: string }
  | { readonly kind: 'task'; readonly version: ById; readonly id: string; readonly withTags: boolean }
  | { readonly kind: 'container-stats'; readonly version: ById; readonly id: string }
  | { readonly kind: 'task-stats'; readonly version: ById; readonly id: string }
  | {
      readonly kind: 'associations';
      readonly version: ById;
      readonly id: string;
      readonly type: string;
      /** Absent: all of the type. Empty: of a path that ends with a slash, and none there is. */
      readonly name?: string;
    }
  | { readonly kind: 'task-protection'; readonly id: string }
  | { readonly kind: 'fault'; readonly id: string; readonly fault: string; readonly action: string };

/** The routes of the agent; `undefined` for anything else. `path` is canonical. */
export function routeOf(path: string, query: URLSearchParams): Route | undefined {
  const [, version, first, ...rest] = path.split('/').map(decoded);
  if (path === '/v1/credentials') return { kind: 'credentials', version: 1, id: query.get('id') ?? '' };
  switch (version) {
    case 'v2':
      return v2RouteOf(first, rest);
    case 'v3':
    case 'v4':
      return first === undefined ? undefined : routeById(version, first, rest);
    case 'api':
      return first === undefined ? undefined : apiRouteOf(first, rest);
    default:
      return undefined;
  }
}

/** Here whatever follows is the id, slashes and all. */
function v2RouteOf(name: string | undefined, rest: readonly string[]): Route | undefined {
  const id = rest.join('/');
  const dockerId = id === '' ? {} : { dockerId: id };
  switch (name) {
    case 'credentials':
      return rest.length === 0 ? undefined : { kind: 'credentials', version: 2, id };
    case 'metadata':
      return { kind: 'v2-metadata', withTags: false, ...dockerId };
    case 'metadataWithTags':
      return id === '' ? { kind: 'v2-metadata', withTags: true } : undefined;
    case 'stats':
      return { kind: 'v2-stats', ...dockerId };
    default:
      return undefined;
  }
}

function routeById(version: ById, id: string, rest: readonly string[]): Route | undefined {
  switch (rest.join('/')) {
    case '':
      return rest.length === 0 ? { kind: 'container', version, id } : undefined;
    case 'task':
      return { kind: 'task', version, id, withTags: false };
    case 'taskWithTags':
      return { kind: 'task', version, id, withTags: true };
    case 'stats':
      return { kind: 'container-stats', version, id };
    case 'task/stats':
      return { kind: 'task-stats', version, id };
    default:
      return associationsOf(version, id, rest);
  }
}

function associationsOf(version: ById, id: string, rest: readonly string[]): Route | undefined {
  const [word, type = '', ...name] = rest;
  if (word !== 'associations' || type === '') return undefined;
  return {
    kind: 'associations',
    version,
    id,
    type,
    ...(name.length === 0 ? {} : { name: name.join('/') }),
  };
}

function apiRouteOf(id: string, rest: readonly string[]): Route | undefined {
  const [api, version, ...names] = rest;
  if (version !== 'v1') return undefined;
  if (api === 'task-protection') {
    return names.length === 1 && names[0] === 'state' ? { kind: 'task-protection', id } : undefined;
  }
  const [fault, action] = names;
  if (api !== 'fault' || names.length !== 2 || fault === undefined || action === undefined) return undefined;
  return { kind: 'fault', id, fault, action };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
