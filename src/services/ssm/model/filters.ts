import type { ParameterStringFilter, Tag } from '../../../aws/contract/ssm.types.gen.ts';
import {
  filterDoubled,
  filterValuesMissing,
  invalidFilterKey,
  invalidFilterOption,
  invalidFilterValue,
} from '../errors.ts';
import { checkPath, isUnder } from './names.ts';
import type { VersionRecord } from './tables.ts';

/** What filters look at. */
export interface Filtered {
  readonly name: string;
  /** Read only where a filter asks for more than name and tags. */
  readonly version: () => VersionRecord;
  readonly tags: readonly Tag[];
}

type Test = (candidate: Filtered) => boolean;

/** Keys as AWS lists them in its refusals. */
const keysOfDescribe = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag:key'];
const keysOfPath = ['Type', 'KeyId', 'Label'];
const types = ['String', 'StringList', 'SecureString'];
const tiers = ['Standard', 'Advanced', 'Intelligent-Tiering'];

/** Whether every filter holds; of the values of one filter, any will do. */
export function matcher(
  filters: readonly ParameterStringFilter[] = [],
  operation: 'DescribeParameters' | 'GetParametersByPath',
): Test {
  const keys = operation === 'DescribeParameters' ? keysOfDescribe : keysOfPath;
  const seen = new Set<string>();
  const tests = filters.map((filter) => {
    const key = filter.Key.startsWith('tag:') ? 'tag:key' : filter.Key;
    if (!keys.includes(key)) throw invalidFilterKey(filter.Key, keys);
    if (seen.has(filter.Key)) throw filterDoubled(filter.Key);
    seen.add(filter.Key);
    return testOf(filter);
  });
  return (candidate) => tests.every((test) => test(candidate));
}

function testOf({ Key: key, Option: option, Values: values = [] }: ParameterStringFilter): Test {
  if (key.startsWith('tag:')) return tagTest(key.slice('tag:'.length), option, values);
  if (values.length === 0) throw filterValuesMissing(key);
  switch (key) {
    case 'Path': {
      checkOption(option, ['Recursive', 'OneLevel']);
      values.forEach(checkPath);
      return ({ name }) => values.some((path) => isUnder(name, path, option === 'Recursive'));
    }
    case 'Name':
      return compare(option, values, ['BeginsWith', 'Equals', 'Contains'], ({ name }) => [
        name,
        name.replace(/^\//, ''),
      ]);
    case 'Type':
      checkValues(values, types);
      return compare(option, values, ['Equals', 'BeginsWith'], ({ version }) => [version().type]);
    case 'Tier':
      checkValues(values, tiers);
      return compare(option, values, ['Equals'], ({ version }) => [version().tier]);
    case 'KeyId':
      return compare(option, values, ['Equals', 'BeginsWith'], ({ version }) => [version().keyId ?? '']);
    case 'DataType':
      return compare(option, values, ['Equals', 'BeginsWith'], ({ version }) => [version().dataType]);
    case 'Label':
      return compare(option, values, ['Equals', 'BeginsWith'], ({ version }) => version().labels);
    default:
      throw invalidFilterKey(key, keysOfDescribe);
  }
}

/** Without values, it is enough that the tag is there. */
function tagTest(key: string, option: string | undefined, values: readonly string[]): Test {
  checkOption(option, ['Equals', 'BeginsWith']);
  return ({ tags }) => {
    const tag = tags.find(({ Key }) => Key === key);
    return tag !== undefined && (values.length === 0 || holds(option, values, [tag.Value]));
  };
}

function compare(
  option: string | undefined,
  values: readonly string[],
  options: readonly string[],
  textsOf: (candidate: Filtered) => readonly string[],
): Test {
  checkOption(option, options);
  return (candidate) => holds(option, values, textsOf(candidate));
}

function holds(option: string | undefined, values: readonly string[], texts: readonly string[]): boolean {
  return values.some((value) =>
    texts.some((text) => {
      if (option === 'BeginsWith') return text.startsWith(value);
      return option === 'Contains' ? text.includes(value) : text === value;
    }),
  );
}

function checkOption(option: string | undefined, options: readonly string[]): void {
  if (option !== undefined && !options.includes(option)) throw invalidFilterOption(option, options);
}

function checkValues(values: readonly string[], valid: readonly string[]): void {
  const wrong = values.find((value) => !valid.includes(value));
  if (wrong !== undefined) throw invalidFilterValue(wrong, valid);
}
