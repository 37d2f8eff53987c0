/** What a path under `/v2` asks for. */
export type Route =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: string };

/** Names hold slashes, so the end of the path decides. */
const FORM =
  /^\/v2\/(?<name>.+?)\/(?:manifests\/(?<reference>[^/]+)|blobs\/uploads\/(?<id>[^/]*)|blobs\/(?<digest>[^/]+)|referrers\/(?<subject>[^/]+)|(?<tags>tags\/list))$/;

/** `undefined` for a path that means nothing here. */
export function routeOf(path: string): Route | undefined {
  if (path === '/v2' || path === '/v2/') return { kind: 'base' };
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  const groups = FORM.exec(path)?.groups;
  const name = groups?.['name'];
  if (groups === undefined || name === undefined) return undefined;
  const { reference, id, digest, subject } = groups;
  if (reference !== undefined) return { kind: 'manifest', name, reference };
  if (id !== undefined) return id === '' ? { kind: 'uploads', name } : { kind: 'upload', name, id };
  if (digest !== undefined)
    return digest === 'uploads' ? { kind: 'uploads', name } : { kind: 'blob', name, digest };
  return subject === undefined ? { kind: 'tags', name } : { kind: 'referrers', name, digest: subject };
}

/** As the specification has it, and ECR. */
export const isName = (name: string): boolean =>
  name.length <= 256 &&
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(name);

export const isTag = (tag: string): boolean => /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(tag);
