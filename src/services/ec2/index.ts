import type { VpcDirectory } from '../../agent/network/vpc-directory.ts';
import { ec2Contract } from '../../aws/contract/ec2.gen.ts';
import type { Ec2Operations } from '../../aws/contract/ec2.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { ec2ValidationError } from '../../aws/query/ec2-violation.ts';
import type { Holdings } from '../../aws/holdings.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { demandsOf } from './demands.ts';
import { dryRun, notImplemented } from './errors.ts';
import { Catalog } from './model/catalog.ts';
import { once } from './model/client-tokens.ts';
import { refuseMembers } from './model/refused-members.ts';
import { openTables } from './model/tables.ts';
import type { Ec2Call } from './operation.ts';
import { operations } from './operations/index.ts';
import { slowOperations } from './operations/slow.ts';
import type { Ec2Ports } from './ports.ts';
import { vpcDirectory } from './vpc-directory.ts';

export type { Ec2Ports, InstanceProfiles, Parameters, TaskInterface, TaskInterfaces } from './ports.ts';

export interface Ec2Parts extends Ec2Ports {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Ec2 {
  readonly service: Service;
  /** What networks are made from. */
  readonly directory: VpcDirectory;
  readonly holdings: Holdings;
}

/** Of EC2 what is made around Amazon ECS: networks, and instances as records. */
export function createEc2({ store, clock, ids, ...ports }: Ec2Parts): Ec2 {
  const { tables, tokens, held } = openTables(store, ports.defaultRange);
  const catalog = new Catalog();
  const operationNamed = handlersByName<Ec2Operations, Ec2Call>(operations);
  const slowNamed = handlersByName(slowOperations);
  const callOf = (context: RequestContext): Ec2Call => ({
    ...context,
    ...ports,
    tables,
    catalog,
    ids,
    now: clock.now(),
  });

  /** One transaction; of a dry run nothing is kept. */
  const commit = <Result>(input: unknown, work: () => Result): Result =>
    store.transaction(() => {
      const output = work();
      if (isDryRun(input)) throw dryRun();
      return output;
    });

  return {
    service: {
      name: 'ec2',
      contract: ec2Contract,
      handle(name, input, context) {
        refuseMembers(name, input);
        const slow = slowNamed(name);
        if (slow !== undefined) {
          const call = { ...callOf(context), commit: <Result>(work: () => Result) => commit(input, work) };
          return slow(input, call);
        }
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        const call = callOf(context);
        return commit(input, () =>
          once(tokens, call, { operation: name, input }, () => operation(input, call)),
        );
      },
      demands: (name, input, context) => demandsOf(tables, name, input, context),
      validationError: ec2ValidationError(ec2Contract),
    },
    directory: vpcDirectory(store, tables),
    holdings: { service: 'ec2', tables: held },
  };
}

const isDryRun = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'DryRun' in input && input.DryRun === true;
