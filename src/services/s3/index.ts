import { s3Contract } from '../../aws/contract/s3.gen.ts';
import type { S3Operations } from '../../aws/contract/s3.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { Holdings } from '../../aws/holdings.ts';
import type { Service } from '../../aws/service.ts';
import { wholeOf } from '../../kernel/bytes.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { demandsOf } from './demands/demands.ts';
import { entityTooLarge, notImplemented, validationError } from './errors.ts';
import { s3Holdings } from './holdings.ts';
import { findBucket } from './model/buckets.ts';
import { corsHeaders, type CorsRequest } from './model/cors.ts';
import { checkDocument } from './model/document-digest.ts';
import { knownBlobs } from './model/known-blobs.ts';
import { sequencer } from './model/sequencer.ts';
import { s3Tables } from './model/tables.ts';
import { findObject } from './model/versions.ts';
import type { S3Call } from './operation.ts';
import { bytesOf } from './operations/get-object.ts';
import { operations } from './operations/index.ts';
import type { EventSink, KeySource } from './ports.ts';
import { Blobs } from './storage/blobs.ts';
import { startUpkeep } from './upkeep.ts';

export interface S3Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where the bytes of objects lie. */
  readonly directory: string;
  /** They end with the process. */
  readonly isEphemeral: boolean;
  /** Where events of buckets go that are configured to tell them. */
  readonly events?: EventSink;
  /** Absent: encryption by keys of KMS is refused. */
  readonly keys?: KeySource;
  /** Told of failures of what the clock does. */
  readonly onError: (error: unknown) => void;
}

export interface S3 extends AsyncDisposable {
  readonly service: Service;
  /** What it keeps. */
  readonly holdings: Holdings;
  /** What buckets let web pages of other origins do: headers for the answer, by the bucket's CORS rules. */
  readonly origins: {
    allow(
      bucket: string,
      request: CorsRequest,
    ): Readonly<Record<string, string>> | 'refused' | 'no rules' | 'no bucket';
  };
  /** For others in the house: small files, whole. Rejects with what a client of S3 would see. */
  readonly objects: { get(bucket: string, key: string): Promise<Uint8Array> };
}

/** Bytes; what is read whole is a file of variables or of a configuration. */
const LARGEST_READ = 16 * 1024 ** 2;

/** Amazon S3 as users of Amazon ECS and their tools need it. */
export function openS3(parts: S3Parts): S3 {
  const { store, clock, ids, directory, isEphemeral, events, keys, onError } = parts;
  const tables = s3Tables(store);
  const blobs = new Blobs({ directory, isEphemeral, ids, known: () => knownBlobs(tables) });
  const operationNamed = handlersByName<S3Operations, S3Call>(operations);
  const common = {
    tables,
    blobs,
    ids,
    events,
    keys,
    sequencer: sequencer(clock),
    now: () => clock.now(),
    transaction: <Result>(work: () => Result): Result => store.transaction(work),
  };
  const upkeep = startUpkeep({ ...common, clock, onError });
  return {
    service: {
      name: 's3',
      contract: s3Contract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw notImplemented(name);
        return operation(input, { ...context, ...common });
      },
      checkDocument,
      demands: (operation, input, context) => demandsOf(tables, operation, input, context),
      validationError: (_operation, message, violations) => validationError(message, violations),
    },
    holdings: s3Holdings(store, (pieces) => blobs.remove(pieces)),
    objects: {
      async get(Bucket, Key) {
        findBucket({ tables }, { Bucket });
        const object = findObject({ tables }, { Bucket, Key });
        if (object.size > LARGEST_READ) throw entityTooLarge(object.size, LARGEST_READ);
        return await wholeOf(bytesOf({ blobs }, object, 0, object.size - 1));
      },
    },
    origins: {
      allow(bucket, request) {
        const found = tables.buckets.get(bucket);
        if (found === undefined) return 'no bucket';
        const rules = found.settings.cors;
        return rules === undefined ? 'no rules' : (corsHeaders(rules, request) ?? 'refused');
      },
    },
    async [Symbol.asyncDispose]() {
      await upkeep[Symbol.asyncDispose]();
      await blobs[Symbol.asyncDispose]();
    },
  };
}
