import type { Ec2OperationName, Ec2Operations } from '../../aws/contract/ec2.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Catalog } from './model/catalog.ts';
import type { Ec2Tables } from './model/tables.ts';
import type { Ec2Ports } from './ports.ts';

/** All that an operation works with. */
export interface Ec2Call extends RequestContext, Ec2Ports {
  readonly tables: Ec2Tables;
  readonly catalog: Catalog;
  readonly ids: Ids;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One operation. Synchronous, and run in one transaction. */
export type Ec2Operation<Name extends Ec2OperationName> = (
  input: Ec2Operations[Name]['input'],
  call: Ec2Call,
) => Ec2Operations[Name]['output'];

export type Ec2OperationTable = { readonly [Name in Ec2OperationName]?: Ec2Operation<Name> };
