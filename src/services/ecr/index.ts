import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ecrContract } from '../../aws/contract/ecr.gen.ts';
import type { EcrOperations } from '../../aws/contract/ecr.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import type { Holdings } from '../../aws/holdings.ts';
import type { Authorize } from '../../aws/authorization.ts';
import type { HttpMount } from '../../aws/http-mount.ts';
import type { Service } from '../../aws/service.ts';
import type { ImageSource } from '../../agent/hooks/image-source.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { ecrDemands } from './demands.ts';
import { notImplemented, violation } from './errors.ts';
import { ecrHoldings } from './holdings.ts';
import { imageSource, repositoryOf } from './image-source.ts';
import { type EcrUriForm, registryAddress } from './model/address.ts';
import { ecrTables, type RegistryScope } from './model/tables.ts';
import type { EcrCall } from './operation.ts';
import { operations } from './operations/index.ts';
import { BlobStore } from './registry/blob-store.ts';
import { registryMount } from './registry/registry.ts';
import { Tokens } from './registry/tokens.ts';
import { Uploads } from './registry/uploads.ts';
import { removeUnnamed, startUpkeep } from './upkeep.ts';

export interface EcrParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Where images lie; made when the first comes. */
  readonly directory: string;
  /** Whether the directory goes with the process. */
  readonly isEphemeral: boolean;
  readonly uriForm: EcrUriForm;
  /** `http://127.0.0.1:4566`, once it is known. */
  readonly endpoint: () => string;
  /** Weighs what is done with tokens at the registry; absent where no policies are enforced. */
  readonly authorize?: Authorize;
  /** Of image names that state no account and region. */
  readonly defaults: RegistryScope;
}

export interface Ecr extends Disposable {
  readonly service: Service;
  /** The registry under `/v2/`. */
  readonly mount: HttpMount;
  /** What it keeps. */
  readonly holdings: Holdings;
  /** For the agent: where images of ECR come from. */
  readonly images: ImageSource;
  /** The repository that an image's name means; `undefined` for other registries. */
  readonly repositoryOf: (image: string) => (RegistryScope & { readonly name: string }) | undefined;
}

/** AWS takes parts of a layer of 20 MiB; base64 and JSON make them longer. */
const largestBody = 28 * 1024 * 1024;

/** Repositories, and the registry that docker pushes to and the agent pulls from. */
export function ecr(parts: EcrParts): Ecr {
  const { store, clock, ids, log, endpoint, directory } = parts;
  const tables = ecrTables(store);
  const blobs = new BlobStore(join(directory, 'blobs'));
  const uploadDirectory = join(directory, 'uploads');
  const uploads = new Uploads({ directory: uploadDirectory, blobs, tables, clock, ids });
  const tokens = new Tokens({ key: store.meta('ecr-token-key', () => ids.hex(64)), clock, ids });
  const address = registryAddress(parts.uriForm, endpoint);
  const kept = { store, tables, blobs, uploads, uploadDirectory, clock, log };
  const upkeep = startUpkeep(kept);
  const operationNamed = handlersByName<EcrOperations, EcrCall>(operations);
  const service: Service = {
    name: 'ecr',
    contract: ecrContract,
    largestBody,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined) throw notImplemented(name, ecrContract.operations.get(name)?.errors ?? []);
      const now = clock.now();
      const call = { ...context, tables, now, address, tokens, blobs, uploads, endpoint: endpoint() };
      return store.transaction(() => operation(input, call));
    },
    demands: ecrDemands(tables),
    validationError: (_operation, message, violations) => violation(violations, message),
  };
  return {
    service,
    mount: registryMount({
      store,
      tables,
      blobs,
      uploads,
      clock,
      tokens,
      log,
      ...(parts.authorize !== undefined && { permissions: { authorize: parts.authorize, service } }),
    }),
    holdings: ecrHoldings(store, () => removeUnnamed(kept)),
    images: imageSource({ tables, blobs, tokens, endpoint, defaults: parts.defaults }),
    repositoryOf: (image) => repositoryOf({ tables, endpoint, defaults: parts.defaults }, image),
    [Symbol.dispose]() {
      upkeep[Symbol.dispose]();
      if (parts.isEphemeral) rmSync(directory, { recursive: true, force: true });
    },
  };
}
