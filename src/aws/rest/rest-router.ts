import type { HttpBinding, ServiceContract } from '../contract/contract.ts';
import { header, type Headers } from '../json/json-protocol.ts';

/** What a request says about the operation that it means. */
export interface RestCall {
  readonly method: string;
  /** Percent-encoded, as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Labels that are no part of the path: the bucket, which may stand in the host's name. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface RestMatch {
  readonly operation: string;
  /** All labels, decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: string;
  readonly path: RegExp;
  /** Labels in the path, in order. */
  readonly inPath: readonly string[];
  /** Labels of the input that the path does not hold. */
  readonly elsewhere: readonly string[];
  /** Literals of the query; a value of `undefined` means any. */
  readonly literals: readonly (readonly [name: string, value: string | undefined])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
}

/**
 * Finds the operation of a request by the tables' method and path. Of all that fit, the one that asks for
 * most wins: a literal in the query before members that it requires there or in headers. `x-id`, which
 * clients add to tell some apart, counts least: old clients send none.
 */
export class RestRouter {
  readonly #routes = new Map<string, Route[]>();

  constructor(contract: ServiceContract) {
    for (const operation of contract.operations.names()) {
      const http = contract.operations.get(operation)?.http;
      if (http === undefined) continue;
      const ofMethod = this.#routes.get(http.method) ?? [];
      ofMethod.push(routeOf(contract, operation, http));
      this.#routes.set(http.method, ofMethod);
    }
  }

  find(call: RestCall): RestMatch | undefined {
    let best: { readonly route: Route; readonly score: number } | undefined;
    for (const route of this.#routes.get(call.method) ?? []) {
      const score = scoreOf(route, call);
      if (score !== undefined && score > (best?.score ?? -1)) best = { route, score };
    }
    if (best === undefined) return undefined;
    const { operation, path, inPath } = best.route;
    const found = path.exec(call.path)?.slice(1) ?? [];
    const labels = Object.fromEntries(inPath.map((name, index) => [name, decoded(found[index] ?? '')]));
    return { operation, labels: { ...call.labels, ...labels } };
  }
}

function routeOf(contract: ServiceContract, operation: string, { uri }: HttpBinding): Route {
  const [path = '/', query = ''] = uri.split('?', 2);
  const inPath: string[] = [];
  const pattern = path
    .replace(/[.*$()|[\]\\^]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest) => {
      inPath.push(name);
      return rest === '+' ? '(.+)' : '([^/]+)';
    });
  const shape = contract.shapes.get(contract.operations.get(operation)?.input ?? '');
  const structure = shape?.kind === 'structure' ? shape : undefined;
  const members = Object.entries(structure?.wire ?? {});
  const required = (place: 'query' | 'header'): string[] =>
    members.flatMap(([member, { at, name }]) =>
      at === place && structure?.required?.includes(member) ? [name ?? member] : [],
    );
  return {
    operation,
    path: new RegExp(`^${pattern}$`, 's'),
    inPath,
    elsewhere: members.flatMap(([member, { at }]) =>
      at === 'label' && !inPath.includes(member) ? [member] : [],
    ),
    literals: [...new URLSearchParams(query)].map(([name, value]) => [
      name,
      value === '' ? undefined : value,
    ]),
    requiredQuery: required('query'),
    requiredHeaders: required('header'),
  };
}

/** `undefined` where the route does not fit. */
function scoreOf(route: Route, { path, query, headers, labels }: RestCall): number | undefined {
  const given = Object.keys(labels);
  if (given.length !== route.elsewhere.length || !route.elsewhere.every((name) => name in labels))
    return undefined;
  if (!route.path.test(path)) return undefined;
  let score = 0;
  for (const [name, value] of route.literals) {
    const isThere = value === undefined ? query.has(name) : query.get(name) === value;
    if (name === 'x-id') score += isThere ? 1 : 0;
    else if (isThere) score += 100;
    else return undefined;
  }
  if (!route.requiredQuery.every((name) => query.has(name))) return undefined;
  if (!route.requiredHeaders.every((name) => header(headers, name) !== undefined)) return undefined;
  return score + 10 * (route.requiredQuery.length + route.requiredHeaders.length);
}

/** What is no percent-encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
