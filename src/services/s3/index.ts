import { s3Contract } from '../../aws/contract/s3.gen.ts';
import type { S3Operations } from '../../aws/contract/s3.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { notImplemented, validationError } from './errors.ts';
import { s3Tables } from './model/tables.ts';
import type { S3Call } from './operation.ts';
import { bytesOf } from './operations/get-object.ts';
import { operations } from './operations/index.ts';
import { Blobs } from './storage/blobs.ts';

export interface S3Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where the bytes of objects lie. */
  readonly directory: string;
  /** They end with the process. */
  readonly isEphemeral: boolean;
}

export interface FoundObject {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface S3 extends AsyncDisposable {
  readonly service: Service;
  /** What others in the house read; `undefined` where there is no such object. */
  readonly objects: { get(bucket: string, key: string): Promise<FoundObject | undefined> };
}

/** Of Amazon S3 what users of Amazon ECS need: buckets and objects, without versions. */
export function openS3({ store, clock, ids, directory, isEphemeral }: S3Parts): S3 {
  const tables = s3Tables(store);
  const known = (): ReadonlySet<string> =>
    new Set([
      ...tables.objects.select().flatMap(({ pieces }) => pieces.map(({ blob }) => blob)),
      ...tables.parts.select().map(({ piece }) => piece.blob),
    ]);
  const blobs = new Blobs({ directory, isEphemeral, ids, known });
  const operationNamed = handlersByName<S3Operations, S3Call>(operations);
  return {
    service: {
      name: 's3',
      contract: s3Contract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        return operation(input, {
          ...context,
          tables,
          blobs,
          ids,
          now: () => clock.now(),
          transaction: (work) => store.transaction(work),
        });
      },
      validationError: (_operation, message, violations) => validationError(message, violations),
    },
    objects: {
      async get(bucket, key) {
        const object = tables.objects.get(bucket, key);
        if (object === undefined) return undefined;
        const { size, etag } = object;
        return { size, etag, body: bytesOf({ blobs }, object, 0, size - 1) };
      },
    },
    [Symbol.asyncDispose]: () => blobs[Symbol.asyncDispose](),
  };
}
