import { ecsContract } from '../../aws/contract/ecs.gen.ts';
import type { EcsOperations } from '../../aws/contract/ecs.types.gen.ts';
import { demandsBy } from '../../aws/demands.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
export { agentPorts } from './agent-ports.ts';
import { ecsDemands } from './demands.ts';
import { clientError, invalidParameter, notImplemented } from './errors.ts';
import { ecsTables } from './model/tables.ts';
import { defaultNetworks, type TaskNetworks } from './model/tasks/subnets.ts';
import type { EcsCall, MayAssume } from './operation.ts';
import { operations } from './operations/index.ts';

export interface EcsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly installation: string;
  /** Whether a role trusts ECS's tasks; absent where no policies are enforced. */
  readonly mayAssume?: MayAssume;
  /** What EC2 knows of networks; absent: the default VPCs, and no more. */
  readonly networks?: TaskNetworks;
}

/** The control plane: 88 operations by contract, each implemented one in its own file. */
export function ecsService(parts: EcsParts): Service {
  const tables = ecsTables(parts.store);
  const operationNamed = handlersByName<EcsOperations, EcsCall>(operations);
  return {
    name: 'ecs',
    contract: ecsContract,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined) throw notImplemented(name, ecsContract.operations.get(name)?.errors ?? []);
      const call = callOf(context, parts, tables);
      return parts.store.transaction(() => operation(input, call));
    },
    demands: demandsBy('ecs', ecsDemands(tables)),
    // Task definitions are the client's fault, parameters of everything else are the parameter's.
    validationError: (operation, message) =>
      operation === 'RegisterTaskDefinition' ? clientError(message) : invalidParameter(message),
  };
}

function callOf(context: RequestContext, parts: EcsParts, tables: EcsCall['tables']): EcsCall {
  const { clock, ids, installation, networks = defaultNetworks, mayAssume } = parts;
  const call = { ...context, tables, now: clock.now(), ids, installation, networks };
  return mayAssume === undefined ? call : { ...call, mayAssume };
}
