import { query } from '../../../src/docker/query.ts';
import { openEngine } from '../../../tools/engine.ts';

interface Named {
  readonly Id: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

interface Volumes {
  readonly Volumes: readonly { readonly Name: string }[] | null;
}

interface Thing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly isRelay?: boolean;
}

/** Containers, networks and volumes that carry all of the labels, e.g. `longshore.task=arn:…`: one line each. */
export async function leftBehind(...labels: readonly string[]): Promise<readonly string[]> {
  return (await thingsWith(...labels)).map(({ kind, id }) => `${kind} ${id}`);
}

/** Ids of the engine's containers that carry the label, running or not; without the relay of 169.254.170.2. */
export async function containersWith(label: string): Promise<readonly string[]> {
  const things = await thingsWith(label);
  return things.filter(({ kind, isRelay }) => kind === 'container' && !isRelay).map(({ id }) => id);
}

/** After a failure: keeps one test's left-overs from disturbing the next. */
export async function removeLeftBehind(label: string): Promise<void> {
  using api = openEngine();
  for (const { kind, id } of await thingsWith(label)) {
    const force = kind === 'network' ? '' : '?force=1';
    await api.done({ method: 'DELETE', path: `/${kind}s/${id}${force}` });
  }
}

async function thingsWith(...label: readonly string[]): Promise<readonly Thing[]> {
  using api = openEngine();
  const filters = JSON.stringify({ label });
  const list = <T>(path: string): Promise<T> =>
    api.json<T>({ method: 'GET', path, query: query({ filters, ...(path.startsWith('/c') && { all: 1 }) }) });
  const [containers, networks, volumes] = await Promise.all([
    list<readonly Named[]>('/containers/json'),
    list<readonly Named[]>('/networks'),
    list<Volumes>('/volumes'),
  ]);
  return [
    ...containers.map(({ Id, Labels }) => ({
      kind: 'container' as const,
      id: Id,
      isRelay: Labels?.['longshore.link-local'] !== undefined,
    })),
    ...networks.map(({ Id }) => ({ kind: 'network' as const, id: Id })),
    ...(volumes.Volumes ?? []).map(({ Name }) => ({ kind: 'volume' as const, id: Name })),
  ];
}
