import type { Filter, FilterNameStringType } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { filterValuesMissing, invalidFilter } from '../errors.ts';
import type { SecretRecord } from './tables.ts';

/** Whether every filter holds; of the values of one filter, any will do. */
export function matcher(filters: readonly Filter[] = []): (secret: SecretRecord) => boolean {
  const tests = filters.map(({ Key: key, Values: values = [] }) => {
    if (key === undefined) throw invalidFilter();
    if (values.length === 0) throw filterValuesMissing(key);
    return (secret: SecretRecord): boolean => values.some((value) => holds(key, value, secret));
  });
  return (secret) => tests.every((test) => test(secret));
}

/** `!` before a value means all that do not match it. */
function holds(key: FilterNameStringType, value: string, secret: SecretRecord): boolean {
  return value.startsWith('!') ? !matches(key, value.slice(1), secret) : matches(key, value, secret);
}

/** As the API reference has it: prefixes, save for `all`, which seeks every word anywhere. */
function matches(key: FilterNameStringType, value: string, secret: SecretRecord): boolean {
  const { name, description = '', tags, region } = secret;
  const has = (texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text?.startsWith(value) === true);
  switch (key) {
    case 'name':
      return has([name]);
    case 'description':
      return description.toLowerCase().startsWith(value.toLowerCase());
    case 'tag-key':
      return has(tags.map((tag) => tag.Key));
    case 'tag-value':
      return has(tags.map((tag) => tag.Value));
    case 'primary-region':
      return has([region]);
    case 'owning-service':
      // A secret that a service of AWS manages, there is none of here.
      return false;
    case 'all':
      return matchesAnywhere(value, secret);
    default:
      return key satisfies never;
  }
}

function matchesAnywhere(value: string, { name, description = '', tags }: SecretRecord): boolean {
  const attributes = [name, description, ...tags.flatMap((tag) => [tag.Key ?? '', tag.Value ?? ''])];
  const text = attributes.join('\n').toLowerCase();
  const words = value.toLowerCase().split(/[\s/_+=.@-]+/);
  return words.filter((word) => word !== '').every((word) => text.includes(word));
}
