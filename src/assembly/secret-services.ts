import { AwsError } from '../aws/aws-error.ts';
import type { Authorize } from '../aws/authorization.ts';
import { type Holdings, type ResourceScope, scopeOfArn } from '../aws/holdings.ts';
import type { Service } from '../aws/service.ts';
import type { Sources } from '../agent/hooks/secrets/sources.ts';
import type { Clock } from '../kernel/clock.ts';
import { LongshoreError } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import { createKms, kmsHoldings, type Keys, startKmsUpkeep } from '../services/kms/index.ts';
import { secretsManagerHoldings } from '../services/secretsmanager/holdings.ts';
import {
  Rotator,
  secretReader,
  secretsManagerService,
  secretsManagerSource,
  type SecretsManagerParts,
  seedSecrets,
  secretsToRotate,
  startSecretDeletion,
} from '../services/secretsmanager/index.ts';
import { ssmHoldings } from '../services/ssm/holdings.ts';
import { parameterStoreSource, seedParameters, type SsmParts, ssmService } from '../services/ssm/index.ts';
import type { Installation } from '../store/installation.ts';
import { keysVia } from './key-authorization.ts';
import type { LongshoreOptions, Seeds } from './options.ts';
import { rotationHook } from './rotation.ts';

/** KMS, and the services whose values are encrypted under its keys. */
export interface SecretServices extends Disposable {
  readonly services: readonly Service[];
  readonly secretsManager: Service;
  /** For whoever names something by a parameter. */
  readonly ssm: Service;
  /** For whoever else encrypts what it keeps. */
  readonly keys: Keys;
  readonly sources: Pick<Sources, 'secrets' | 'parameters'>;
  readonly holdings: readonly Holdings[];
  /** Puts back the secrets and parameters that are there from the beginning. */
  readonly seed: (service: string, scope: ResourceScope) => void;
  /** Begins what calls back over HTTP, and so needs a Longshore that answers. */
  readonly start: () => void;
}

export function openSecretServices(
  options: LongshoreOptions,
  parts: {
    readonly installation: Installation;
    readonly clock: Clock;
    readonly ids: Ids;
    /** Absent where no policies are enforced. */
    readonly authorize: Authorize | undefined;
  },
): SecretServices {
  const { installation, clock, ids, authorize } = parts;
  const { log, rotationHook: hook, seeds = { secrets: [], parameters: [] } } = options;
  const { store, cipher } = installation;
  using opened = new DisposableStack();
  const keeping = { store, cipher, clock, ids };
  const kms = createKms(keeping);
  opened.use(startKmsUpkeep(keeping));

  const rotationFunction = hook && rotationHook(hook);
  const secretParts = {
    ...keeping,
    keys: keysVia('secretsmanager', kms, authorize),
    ...(rotationFunction && { rotationFunction }),
  };
  const secretsManager = secretsManagerService(secretParts);
  opened.use(startSecretDeletion(keeping));
  const rotator = rotationFunction && opened.use(new Rotator({ ...secretParts, rotationFunction, log }));
  const ssmParts = {
    ...secretParts,
    keys: keysVia('ssm', kms, authorize),
    secrets: secretReader(secretParts),
  };
  const ssm = ssmService(ssmParts);
  seed(ssmParts, seeds);
  const all = opened.move();
  return {
    services: [kms.service, secretsManager, ssm],
    secretsManager,
    ssm,
    keys: kms.keys,
    sources: { secrets: secretsManagerSource(secretsManager), parameters: parameterStoreSource(ssmParts) },
    holdings: [secretsManagerHoldings(store), ssmHoldings(store), kmsHoldings(store)],
    seed(service, scope) {
      const { secrets, parameters } = seedsIn(seeds, scope);
      // Values that nobody can read without their keys come with those.
      if (service === 'secretsmanager' || service === 'kms') seed(ssmParts, { secrets, parameters: [] });
      if (service === 'ssm' || service === 'kms') seed(ssmParts, { secrets: [], parameters });
    },
    start() {
      rotator?.start();
      const waiting = rotator === undefined ? secretsToRotate(store) : 0;
      if (waiting > 0) log.warn({ secrets: waiting }, 'secrets are not rotated without --rotation-hook URL');
    },
    [Symbol.dispose]: () => all[Symbol.dispose](),
  };
}

/** Those of one account, of one region, or of both. */
function seedsIn({ secrets, parameters }: Seeds, { account, region }: ResourceScope): Seeds {
  const isIn = (place: ResourceScope): boolean =>
    (account ?? place.account) === place.account && (region ?? place.region) === place.region;
  return {
    secrets: secrets.filter(({ arn }) => isIn(scopeOfArn(arn))),
    parameters: parameters.filter(isIn),
  };
}

function seed(keeping: SecretsManagerParts & SsmParts, seeds: Seeds): void {
  try {
    seedSecrets(keeping, seeds.secrets);
    seedParameters(keeping, seeds.parameters);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new LongshoreError('BAD_OPTION', `a secret cannot be kept: ${error.message}`, {
      hint: 'Give it a name and a value that AWS, too, would take.',
      cause: error,
    });
  }
}
