import { malformedPolicy } from '../errors.ts';

/** `ecs:RunTask`, with a vendor and one colon; or `*`. */
export function checkActions(actions: readonly string[]): void {
  for (const action of actions) {
    if (action === '*') continue;
    const [vendor = '', name, ...more] = action.split(':');
    if (name === undefined || vendor === '') {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    if (more.length > 0) throw malformedPolicy('Actions/Condition can contain only one colon.');
    if (/[^A-Za-z0-9\-.]/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
    if (name === '' || /\s/.test(name)) throw malformedPolicy('The policy failed legacy parsing');
  }
}

const PARTITIONS: readonly string[] = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
];

const IAM_PATHS = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

/** ARNs, whole or cut off, with wildcards; or `*`. */
export function checkResources(resources: readonly string[]): void {
  for (const resource of resources) {
    const problem = problemOf(resource);
    if (problem !== undefined) throw malformedPolicy(problem);
  }
}

function problemOf(resource: string): string | undefined {
  if (resource === '*') return undefined;
  // What a variable holds is not there yet; colons in its name part nothing.
  const parts = resource.replace(/\$\{[^}]*\}/g, '$').split(':');
  const [scheme, partition = '', vendor, region = '', , ...rest] = parts;
  if (partition === '' && parts.length < 2) return `Resource ${resource} must be in ARN format or "*".`;
  if (scheme !== 'arn') return 'The policy failed legacy parsing';
  if (partition !== '*' && !partition.includes('$') && !PARTITIONS.includes(partition)) {
    const shown = [vendor || '*', parts[3] ?? '*', parts[4] ?? '*', parts.length > 5 ? rest.join(':') : '*'];
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${shown.join(':')}".`;
  }
  if (vendor === undefined) return 'Resource vendor must be fully qualified and cannot contain regexes.';
  if (vendor === '') return 'The policy failed legacy parsing';
  const id = rest.join(':');
  if (vendor === 'iam') {
    if (region !== '' && region !== '*') return `IAM resource ${resource} cannot contain region information.`;
    if (parts.length > 5 && id !== 'root' && !isIamPath(id)) {
      return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`;
    }
  }
  if (vendor === 's3' && region !== '' && region !== '*' && !REGIONAL_S3.test(id)) {
    return `Resource ${resource} can not contain region information.`;
  }
  return undefined;
}

/** Parts of S3 that are of a region, unlike buckets. */
const REGIONAL_S3 = /^(?:accesspoint|job|storage-lens|storage-lens-group|async-request|access-grants)\b/;

/** A wildcard may stand anywhere, so that only what is before it can be held against the paths. */
function isIamPath(id: string): boolean {
  const [start = ''] = id.split(/[*?$]/, 1);
  return IAM_PATHS.some((path) => start.startsWith(path) || (start !== id && path.startsWith(start)));
}
