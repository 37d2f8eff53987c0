import { parseArn } from '../../../aws/arn.ts';

/** Where a value is: in which account and region, and what its service is asked for. */
export interface SecretReference {
  readonly kind: 'secret';
  readonly account: string;
  readonly region: string;
  readonly secretId: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

export interface ParameterReference {
  readonly kind: 'parameter';
  readonly account: string;
  readonly region: string;
  /** Name or ARN, as in the task definition. */
  readonly name: string;
}

/** An ARN of Secrets Manager with some of the three parts that may follow the name, but not all. */
export interface MalformedReference {
  readonly kind: 'malformed';
}

interface Home {
  readonly account: string;
  readonly region: string;
}

/**
 * What `valueFrom` means for a task of that account and region. After the name of a secret come either all
 * of JSON key, version stage and version id, each of which may be empty, or none.
 */
export function referenceOf(
  valueFrom: string,
  home: Home,
): SecretReference | ParameterReference | MalformedReference {
  const arn = parseArn(valueFrom);
  if (arn?.service === 'ssm') {
    return { kind: 'parameter', account: arn.account, region: arn.region, name: valueFrom };
  }
  if (arn?.service !== 'secretsmanager') return { kind: 'parameter', ...place(home), name: valueFrom };
  const [type = '', name = '', ...rest] = arn.resource.split(':');
  const [jsonKey = '', versionStage = '', versionId = ''] = rest;
  if (rest.length !== 0 && rest.length !== 3) return { kind: 'malformed' };
  const { partition, account, region } = arn;
  return {
    kind: 'secret',
    account,
    region,
    secretId: `arn:${partition}:secretsmanager:${region}:${account}:${type}:${name}`,
    ...(jsonKey === '' ? {} : { jsonKey }),
    ...(versionStage === '' ? {} : { versionStage }),
    ...(versionId === '' ? {} : { versionId }),
  };
}

/** The secret with a registry's login: its ARN or, in the task's own region, its name. */
export function registrySecretOf(credentialsParameter: string, home: Home): SecretReference {
  const arn = parseArn(credentialsParameter);
  return { kind: 'secret', ...place(arn ?? home), secretId: credentialsParameter };
}

/** `undefined` for what is no object of S3. */
export function objectOf(arn: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^arn:[^:]+:s3:::([^/]+)\/(.+)$/s.exec(arn) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

const place = ({ account, region }: Home): Home => ({ account, region });
