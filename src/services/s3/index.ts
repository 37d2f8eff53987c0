import { s3Contract } from '../../aws/contract/s3.gen.ts';
import type { S3Operations } from '../../aws/contract/s3.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { Holdings } from '../../aws/holdings.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { entityTooLarge, notImplemented, validationError } from './errors.ts';
import { s3Holdings } from './holdings.ts';
import { findBucket } from './model/buckets.ts';
import { findObject } from './model/objects.ts';
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

export interface S3 extends AsyncDisposable {
  readonly service: Service;
  /** What it keeps. */
  readonly holdings: Holdings;
  /** For others in the house: small files, whole. Rejects with what a client of S3 would see. */
  readonly objects: { get(bucket: string, key: string): Promise<Uint8Array> };
}

/** Bytes; what is read whole is a file of variables or of a configuration. */
const LARGEST_READ = 16 * 1024 ** 2;

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
    holdings: s3Holdings(store, (pieces) => blobs.remove(pieces)),
    objects: {
      async get(Bucket, Key) {
        findBucket({ tables }, { Bucket });
        const object = findObject({ tables }, { Bucket, Key });
        if (object.size > LARGEST_READ) throw entityTooLarge(object.size, LARGEST_READ);
        const pieces: Uint8Array[] = [];
        for await (const piece of bytesOf({ blobs }, object, 0, object.size - 1)) pieces.push(piece);
        return Buffer.concat(pieces);
      },
    },
    [Symbol.asyncDispose]: () => blobs[Symbol.asyncDispose](),
  };
}
