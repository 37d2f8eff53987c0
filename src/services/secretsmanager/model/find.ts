import { parseArn } from '../../../aws/arn.ts';
import { invalidName, markedForDeletion, secretNotFound } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import type { SecretRecord } from './tables.ts';

const validName = /^[A-Za-z0-9/_+=.@!-]+$/;

export function checkName(name: string): void {
  if (!validName.test(name)) throw invalidName();
}

/** The secret by its name, its ARN, or its ARN without the six random characters; not one to be deleted. */
export function activeSecret(call: SecretsCall, id: string): SecretRecord {
  const secret = anySecret(call, id);
  if (secret.deletionAt !== undefined) throw markedForDeletion();
  return secret;
}

/** The same, also one that is scheduled for deletion. */
export function anySecret(call: SecretsCall, id: string): SecretRecord {
  const secret = findSecret(call, id);
  if (secret === undefined) throw secretNotFound();
  return secret;
}

export function findSecret(call: SecretsCall, id: string): SecretRecord | undefined {
  const found = /^arn:/i.test(id) ? byArn(call, id) : byName(call, id);
  // The sweep comes by once a minute; until then nobody sees what is overdue.
  return isGone(found, call.now) ? undefined : found;
}

export const isGone = (secret: SecretRecord | undefined, now: number): boolean =>
  secret?.deletionAt !== undefined && secret.deletionAt <= now;

function byName({ tables, account, region }: SecretsCall, name: string): SecretRecord | undefined {
  checkName(name);
  return tables.secrets.get(account, region, name);
}

/** A secret of another region is not seen from here, as on AWS. */
function byArn({ tables, region }: SecretsCall, text: string): SecretRecord | undefined {
  const arn = parseArn(text);
  const rest = /^secret:(.+)$/.exec(arn?.resource ?? '')?.[1];
  if (arn?.service !== 'secretsmanager' || rest === undefined || arn.region !== region) return undefined;
  const name = /^(.+)-[A-Za-z0-9]{6}$/.exec(rest)?.[1];
  const whole = name === undefined ? undefined : tables.secrets.get(arn.account, region, name);
  return whole?.arn === text ? whole : tables.secrets.get(arn.account, region, rest);
}
