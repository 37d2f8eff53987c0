import type { IamOperationName, IamOperations } from '../../aws/contract/iam.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { LastUse } from './model/access-keys.ts';
import type { IamTables } from './model/tables.ts';

/** All that an operation works with. */
export interface IamCall extends RequestContext {
  readonly tables: IamTables;
  readonly ids: Ids;
  readonly cipher: Cipher;
  /** When an access key was last used; `undefined`: not since the start. */
  readonly lastUse: (accessKeyId: string) => LastUse | undefined;
  /** Whole seconds since the epoch, as IAM tells time. */
  readonly now: number;
}

/** One operation. Synchronous, and run in one transaction. */
export type IamOperation<Name extends IamOperationName> = (
  input: IamOperations[Name]['input'],
  call: IamCall,
) => IamOperations[Name]['output'];

export type IamOperationTable = { readonly [Name in IamOperationName]?: IamOperation<Name> };
