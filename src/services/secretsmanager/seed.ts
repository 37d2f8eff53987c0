import { parseArn } from '../../aws/arn.ts';
import { innerCall } from '../../aws/inner-call.ts';
import { addVersion } from './model/versions.ts';
import { callsOf, type SecretsManagerParts } from './parts.ts';

/** A secret that is to be there under an ARN which was chosen elsewhere. */
export interface SecretSeed {
  /** `arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf`; the six characters may be missing. */
  readonly arn: string;
  readonly value: string;
}

/** Puts secrets there as they are named in a task definition; in one transaction, over what stands. */
export function seedSecrets(parts: SecretsManagerParts, seeds: readonly SecretSeed[]): void {
  const { store, clock, ids } = parts;
  const callOf = callsOf(parts);
  store.transaction(() => {
    for (const { arn, value } of seeds) {
      const { account, region, resource } = parseArn(arn) ?? unfit(arn);
      const name = /^secret:(.+?)(?:-[A-Za-z0-9]{6})?$/.exec(resource)?.[1] ?? unfit(arn);
      const now = clock.now();
      const secret = { account, region, name, arn, tags: [], createdAt: now, changedAt: now };
      const context = innerCall({
        account,
        region,
        principalArn: '',
        requestId: ids.uuid(),
        signal: new AbortController().signal,
      });
      const call = callOf(context);
      call.tables.secrets.put(secret);
      addVersion(call, secret, { token: ids.uuid(), value: { SecretString: value }, stages: ['AWSCURRENT'] });
    }
  });
}

function unfit(arn: string): never {
  throw new Error(`not the ARN of a secret: ${arn}`);
}
