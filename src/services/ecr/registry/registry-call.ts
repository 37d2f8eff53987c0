import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../kernel/clock.ts';
import type { EcrTables, RegistryScope, RepositoryRecord } from '../model/tables.ts';
import type { Store } from '../../../store/store.ts';
import type { BlobStore } from './blob-store.ts';
import type { Uploads } from './uploads.ts';

export interface RegistryParts {
  readonly store: Store;
  readonly tables: EcrTables;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly clock: Clock;
}

/** One request on a repository that there is. */
export interface RegistryCall extends RegistryParts {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly scope: RegistryScope;
  readonly repository: RepositoryRecord;
  /** Whether who asks may read a blob of another repository. */
  readonly mayRead: (repository: string, digest: string) => boolean;
}
