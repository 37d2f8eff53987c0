import { parseArn } from '../../aws/arn.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { innerCall } from '../../aws/inner-call.ts';
import { current, holderOf } from './model/stages.ts';
import type { SecretRecord } from './model/tables.ts';
import { openValue } from './model/values.ts';
import { addVersion, versionsOf } from './model/versions.ts';
import type { SecretsCall } from './operation.ts';
import { callsOf, type SecretsManagerParts } from './parts.ts';

/** A secret that is to be there under an ARN which was chosen elsewhere. */
export interface SecretSeed {
  /** `arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf`; the six characters may be missing. */
  readonly arn: string;
  readonly value: string;
}

/** Puts secrets there as they are named in a task definition; in one transaction, over what differs. */
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
      const standing = call.tables.secrets.get(account, region, name);
      if (standing?.arn === arn && hasValue(call, standing, value)) continue;
      call.tables.secrets.put(secret);
      addVersion(call, secret, { token: ids.uuid(), value: { SecretString: value }, stages: ['AWSCURRENT'] });
    }
  });
}

/** Whether the secret's current value is this one; not where it cannot be read, for want of its key. */
function hasValue(call: SecretsCall, secret: SecretRecord, value: string): boolean {
  const version = holderOf(versionsOf(call, secret), current);
  try {
    return version !== undefined && openValue(call, version).SecretString === value;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function unfit(arn: string): never {
  throw new Error(`not the ARN of a secret: ${arn}`);
}
