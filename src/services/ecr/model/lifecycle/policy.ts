import { invalidLifecyclePolicy } from '../../errors.ts';
import { asObject } from '../manifest.ts';

/** One rule of a lifecycle policy; only those that expire images are carried out here. */
export interface LifecycleRule {
  readonly priority: number;
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  /** Each must fit one tag of the image; prefixes are patterns that end in `*`. */
  readonly patterns: readonly string[];
  readonly count:
    | { readonly type: 'imageCountMoreThan'; readonly images: number }
    | { readonly type: 'sinceImagePushed'; readonly days: number };
}

type Json = Readonly<Record<string, unknown>>;

/** Rules in the order of their priority. Throws InvalidParameterException in the words of AWS's JSON schema. */
export function parseLifecyclePolicy(text: string): readonly LifecycleRule[] {
  const policy = readJson(text);
  if (policy === undefined) throw invalidLifecyclePolicy('Could not map policyString into LifecyclePolicy.');
  const { rules: list } = policy;
  if (!Array.isArray(list)) throw missing(['rules']);
  if (list.length === 0)
    throw invalidLifecyclePolicy(
      'array is too short: must have at least 1 elements but instance has 0 elements',
    );
  const rules = list.map(parseRule).toSorted((a, b) => a.priority - b.priority);
  checkTogether(rules);
  return rules;
}

function parseRule(value: unknown): LifecycleRule {
  const rule = objectOf(value);
  checkMembers(rule, ['action', 'rulePriority', 'selection'], ['description']);
  const action = objectOf(rule['action']);
  checkMembers(action, ['type'], ['targetStorageClass']);
  if (action['type'] === 'transition') {
    throw invalidLifecyclePolicy('transition to the archive is not supported by this version of Longshore');
  }
  oneOf(action['type'], ['expire']);
  const priority = positive(rule['rulePriority']);
  return { priority, ...parseSelection(objectOf(rule['selection'])) };
}

function parseSelection(selection: Json): Omit<LifecycleRule, 'priority'> {
  checkMembers(
    selection,
    ['countNumber', 'countType', 'tagStatus'],
    ['countUnit', 'storageClass', 'tagPatternList', 'tagPrefixList'],
  );
  const tagStatus = oneOf(selection['tagStatus'], ['any', 'tagged', 'untagged']);
  const prefixes = texts(selection['tagPrefixList']);
  const patterns = texts(selection['tagPatternList']);
  const given = [...(prefixes ?? []), ...(patterns ?? [])];
  if (tagStatus === 'tagged' && given.length === 0) {
    throw invalidLifecyclePolicy(
      'tagPrefixList or tagPatternList must be specified when tagStatus is tagged.',
    );
  }
  if (tagStatus !== 'tagged' && (prefixes !== undefined || patterns !== undefined)) {
    throw invalidLifecyclePolicy(
      `tagPrefixList and tagPatternList must not be specified when tagStatus is ${tagStatus}.`,
    );
  }
  if (prefixes !== undefined && patterns !== undefined) {
    throw invalidLifecyclePolicy('tagPrefixList and tagPatternList cannot be specified together.');
  }
  if (given.some((pattern) => pattern.split('*').length > 5)) {
    throw invalidLifecyclePolicy('a tag pattern can contain at most 4 wildcards.');
  }
  const number = positive(selection['countNumber']);
  return {
    tagStatus,
    patterns: [...(prefixes ?? []).map((prefix) => `${prefix}*`), ...(patterns ?? [])],
    count: countOf(selection, number),
  };
}

function countOf(selection: Json, number: number): LifecycleRule['count'] {
  switch (selection['countType']) {
    case 'imageCountMoreThan':
      if (selection['countUnit'] !== undefined) throw notOneSchema();
      return { type: 'imageCountMoreThan', images: number };
    case 'sinceImagePushed':
      oneOf(selection['countUnit'], ['days']);
      return { type: 'sinceImagePushed', days: number };
    default:
      throw notOneSchema();
  }
}

function checkTogether(rules: readonly LifecycleRule[]): void {
  const priorities = rules.map(({ priority }) => priority);
  if (new Set(priorities).size < rules.length) {
    throw invalidLifecyclePolicy('Rule priorities must be unique.');
  }
  if (rules.filter(({ tagStatus }) => tagStatus === 'untagged').length > 1) {
    throw invalidLifecyclePolicy('Only one rule can select Untagged images per storage class.');
  }
  const any = rules.findIndex(({ tagStatus }) => tagStatus === 'any');
  if (any >= 0 && any < rules.length - 1) {
    throw invalidLifecyclePolicy(
      'Only one rule can select Any images, and it must have the lowest priority.',
    );
  }
}

function checkMembers(object: Json, required: readonly string[], optional: readonly string[]): void {
  const lacking = required.filter((name) => !(name in object));
  if (lacking.length > 0) throw missing(lacking);
  const foreign = Object.keys(object).filter((name) => !required.includes(name) && !optional.includes(name));
  if (foreign.length > 0) {
    throw invalidLifecyclePolicy(
      `object instance has properties which are not allowed by the schema: (${JSON.stringify(foreign)})`,
    );
  }
}

function objectOf(value: unknown): Json {
  const object = asObject(value);
  if (object === undefined) {
    throw invalidLifecyclePolicy(
      `instance type (${Array.isArray(value) ? 'array' : typeof value}) does not match any allowed primitive type (allowed: ["object"])`,
    );
  }
  return object;
}

function oneOf<Value extends string>(value: unknown, values: readonly Value[]): Value {
  const found = values.find((each) => each === value);
  if (found === undefined) {
    throw invalidLifecyclePolicy(
      `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(values)})`,
    );
  }
  return found;
}

function positive(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw invalidLifecyclePolicy(
      `instance type (${typeof value}) does not match any allowed primitive type (allowed: ["integer"])`,
    );
  }
  if (value < 1) {
    throw invalidLifecyclePolicy(
      `numeric instance is lower than the required minimum (minimum: 1, found: ${value})`,
    );
  }
  return value;
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const found = list.filter((each) => typeof each === 'string');
  if (!Array.isArray(value) || found.length < list.length) {
    throw invalidLifecyclePolicy('tagPrefixList and tagPatternList must be lists of strings.');
  }
  return found;
}

const missing = (names: readonly string[]) =>
  invalidLifecyclePolicy(`object has missing required properties (${JSON.stringify(names)})`);

const notOneSchema = () =>
  invalidLifecyclePolicy('instance failed to match exactly one schema (matched 0 out of 2)');

function readJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return asObject(value);
  } catch {
    return undefined;
  }
}
