import {
  invalidName,
  invalidPath,
  nameTooLong,
  notQualified,
  reservedName,
  reservedPrefix,
  tooDeep,
} from '../errors.ts';

/** Rules for names: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */

const mostLevels = 15;
/** Characters of the name, and of the ARN around it. */
const longestName = 1011;

/** Refuses a name that a parameter cannot be made under. */
export function checkNewName(name: string): void {
  const lower = name.replace(/^\//, '').toLowerCase();
  const isPath = name.lastIndexOf('/') > 0;
  if (lower.startsWith('aws')) throw isPath && name.startsWith('/') ? reservedName(name) : reservedPrefix();
  if (lower.startsWith('ssm')) throw isPath ? invalidName() : reservedPrefix();
  if (!/^[A-Za-z0-9_.\-/]+$/.test(name) || name.includes('//') || name.endsWith('/')) throw invalidName();
  if (isPath && !name.startsWith('/')) throw notQualified();
  if (name.split('/').filter((level) => level !== '').length > mostLevels) throw tooDeep();
  if (name.length > longestName) throw nameTooLong();
}

/** Refuses what is no place in a hierarchy. */
export function checkPath(path: string): void {
  if (!/^\/[A-Za-z0-9_.\-/]*$/.test(path) || path.includes('//')) throw invalidPath();
}

/** Whether the name lies under the path: directly, or at any depth. */
export function isUnder(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  // A name without a slash lies directly under `/`.
  const full = name.startsWith('/') ? name : `/${name}`;
  if (!full.startsWith(prefix) || full.length === prefix.length) return false;
  return recursive || !full.slice(prefix.length).includes('/');
}
