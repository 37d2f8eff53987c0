import {
  entityTooLargeFor,
  entityTooSmallFor,
  invalidPolicyDocument,
  policyExpired,
  policyExtraField,
  policyFailed,
} from './web-page-errors.ts';

/** Fields that a policy need not speak of. */
const FREE: ReadonlySet<string> = new Set([
  'awsaccesskeyid',
  'signature',
  'x-amz-signature',
  'policy',
  'file',
]);

/** Bounds of the file, where a policy sets some. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

type Condition =
  | {
      readonly kind: 'eq' | 'starts-with';
      readonly field: string;
      readonly value: string;
      readonly text: string;
    }
  | { readonly kind: 'range'; readonly range: SizeRange };

/**
 * Holds the fields of a form against its policy: when it ends, what each field must be, and that there is none
 * besides. Returns the sizes that the file may have. Throws what S3 answers where something is not as agreed.
 */
export function checkPostPolicy(
  policy: string,
  fields: ReadonlyMap<string, string>,
  now: number,
): SizeRange | undefined {
  const { expiration, conditions } = parse(policy);
  if (expiration <= now) throw policyExpired();
  let range: SizeRange | undefined;
  const spokenOf = new Set(FREE);
  for (const condition of conditions) {
    if (condition.kind === 'range') {
      range = condition.range;
      continue;
    }
    const { field, value, text } = condition;
    spokenOf.add(field);
    const given = fields.get(field) ?? '';
    const holds = condition.kind === 'eq' ? given === value : startsWith(field, given, value);
    if (!holds) throw policyFailed(text);
  }
  for (const name of fields.keys()) {
    if (!spokenOf.has(name) && !name.startsWith('x-ignore-')) throw policyExtraField(name);
  }
  return range;
}

/** Several content types may be given at once; each must begin so. */
function startsWith(field: string, given: string, value: string): boolean {
  const parts = field === 'content-type' ? given.split(',') : [given];
  return parts.every((part) => part.trim().startsWith(value));
}

function parse(policy: string): { readonly expiration: number; readonly conditions: readonly Condition[] } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(policy, 'base64').toString());
  } catch {
    throw invalidPolicyDocument('Invalid JSON.');
  }
  if (!isObject(value)) throw invalidPolicyDocument('Invalid JSON.');
  const { expiration, conditions } = value;
  if (typeof expiration !== 'string') throw invalidPolicyDocument('Policy missing expiration.');
  const at = Date.parse(expiration);
  if (Number.isNaN(at)) throw invalidPolicyDocument(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) throw invalidPolicyDocument('Policy missing conditions.');
  const list: readonly unknown[] = conditions;
  return { expiration: at, conditions: list.flatMap(conditionsIn) };
}

function conditionsIn(value: unknown): readonly Condition[] {
  if (isObject(value)) {
    return Object.entries(value).map(([name, wanted]) => {
      const text = JSON.stringify(['eq', `$${name}`, wanted]);
      return { kind: 'eq', field: name.toLowerCase(), value: String(wanted), text };
    });
  }
  if (!Array.isArray(value))
    throw invalidPolicyDocument(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    );
  const [operator, first, second]: readonly unknown[] = value;
  const kind = typeof operator === 'string' ? operator.toLowerCase() : '';
  if (kind === 'content-length-range') {
    const [least, most] = [Number(first), Number(second)];
    if (!Number.isInteger(least) || !Number.isInteger(most))
      throw invalidPolicyDocument('Invalid content-length-range.');
    return [{ kind: 'range', range: { least, most } }];
  }
  if ((kind !== 'eq' && kind !== 'starts-with') || typeof first !== 'string' || !first.startsWith('$')) {
    throw invalidPolicyDocument(`Invalid Condition: ${JSON.stringify(value)}`);
  }
  const text = JSON.stringify([kind, first, second]);
  return [{ kind, field: first.slice(1).toLowerCase(), value: String(second), text }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Passes a file on, and fails where it leaves the bounds: then nothing of it is kept. */
export async function* within(
  bytes: AsyncIterable<Uint8Array>,
  { least, most }: SizeRange,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > most) throw entityTooLargeFor(size, most);
    yield piece;
  }
  if (size < least) throw entityTooSmallFor(size, least);
}
