import { held, type Holdings } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { ecrTables } from './model/tables.ts';

/** Registries with their repositories and images. `sweep` removes files that no row links to. */
export function ecrHoldings(store: Store, sweep: () => Promise<void>): Holdings {
  const { registries, templates, repositories, images, tags, layers, uploads } = ecrTables(store);
  return {
    service: 'ecr',
    tables: [
      held(registries, (row) => row),
      held(templates, (row) => row),
      held(repositories, (row) => row),
      held(images, (row) => row),
      held(tags, (row) => row),
      held(layers, (row) => row),
      held(uploads, (row) => row),
    ],
    after: sweep,
  };
}
