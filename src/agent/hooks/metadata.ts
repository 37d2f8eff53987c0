import { injectedEnvironment } from '../endpoint/environment.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';

export interface MetadataHookParts {
  /** Whether the task's containers are on the link-local network. */
  readonly isReachable: (task: TaskRecord) => boolean;
  /** Where the task finds Longshore's API; `undefined` where it is not to be told. */
  readonly endpointFor: (task: TaskRecord) => string | undefined;
  /** Whether tasks with a role can have its credentials. */
  readonly givesCredentials: boolean;
  /** Ends the credentials of a task; safe to call twice. */
  readonly revoke: (task: TaskRecord) => Promise<void>;
}

/** Tells each container where its metadata, credentials and API are. */
export function metadataHook({
  isReachable,
  endpointFor,
  givesCredentials,
  revoke,
}: MetadataHookParts): Hook {
  return {
    name: 'metadata',
    prepare(task, { name, disableNetworking }) {
      const reachable = !disableNetworking && isReachable(task);
      const told = { reachable, givesCredentials, apiEndpoint: endpointFor(task) };
      return Promise.resolve(injectedEnvironment(task, name, told));
    },
    // Once more than when the task stops: that may have been missed.
    clean: revoke,
  };
}
