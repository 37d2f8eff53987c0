import { filterText, query } from '../src/docker/query.ts';
import { openEngine } from './engine.ts';

/** Carried by everything that Longshore makes on an engine; the value is the installation's id. */
const OWNED = { label: ['longshore.installation'] };

interface Container {
  readonly Id: string;
  readonly Names: readonly string[] | null;
  readonly State: string;
}
interface Network {
  readonly Id: string;
  readonly Name: string;
}
interface Volumes {
  readonly Volumes: readonly { readonly Name: string }[] | null;
}

/** Everything on the engine that carries Longshore's label, one line each, e.g. `container /api 1f2e… (running)`. */
export async function thingsOfLongshore(): Promise<readonly string[]> {
  using api = openEngine();
  const filters = filterText(OWNED);
  const list = <T>(path: string): Promise<T> =>
    api.json<T>({
      method: 'GET',
      path,
      query: query({ filters, all: path === '/containers/json' ? 1 : undefined }),
    });
  const [containers, networks, volumes] = await Promise.all([
    list<readonly Container[]>('/containers/json'),
    list<readonly Network[]>('/networks'),
    list<Volumes>('/volumes'),
  ]);
  return [
    ...containers.map(
      ({ Id, Names, State }) => `container ${Names?.[0] ?? ''} ${Id.slice(0, 12)} (${State})`,
    ),
    ...networks.map(({ Id, Name }) => `network ${Name} ${Id.slice(0, 12)}`),
    ...(volumes.Volumes ?? []).map(({ Name }) => `volume ${Name}`),
  ];
}
