import type { Store } from '../../../store/store.ts';
import { secretTables } from '../model/tables.ts';

/** How many secrets have a rotation before them. */
export const secretsToRotate = (store: Store): number =>
  secretTables(store).secrets.count({ where: { rotation_at: { not: null } } });
