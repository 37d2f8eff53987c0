import { logsContract } from '../../aws/contract/logs.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { logsDemands } from './demands.ts';
import { invalidParameter, notImplemented } from './errors.ts';
import { logsTables } from './model/tables.ts';
import type { LogsCall, ServedOperations } from './operation.ts';
import { operations } from './operations/index.ts';

export interface LogsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** PutLogEvents takes a megabyte of text, of which JSON may write every byte as six. */
const largestBody = 8 * 1024 * 1024;

/** CloudWatch Logs, as far as ECS, its tools and their users need it. */
export function logsService(parts: LogsParts): Service {
  const { store, clock, ids } = parts;
  const tables = logsTables(store);
  const operationNamed = handlersByName<ServedOperations, LogsCall>(operations);
  return {
    name: 'logs',
    contract: logsContract,
    largestBody,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined)
        throw notImplemented(name, logsContract.operations.get(name)?.errors ?? []);
      const call = { ...context, tables, clock, ids, now: clock.now() };
      return store.transaction(() => operation(input, call));
    },
    demands: logsDemands(tables),
    validationError: (_operation, message) => invalidParameter(message),
  };
}
