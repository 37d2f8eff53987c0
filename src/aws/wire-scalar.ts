import type { AwsError } from './aws-error.ts';
import type { MemberWire, ShapeName } from './contract/contract.ts';

/**
 * A scalar that travelled as text (in a parameter, an element or a header) as the value that JSON would
 * hold. `kind` is a scalar's name or the kind of a constrained shape.
 */
export function readScalar(
  kind: ShapeName,
  text: string,
  time: NonNullable<MemberWire['time']>,
  malformed: (message: string) => AwsError,
): unknown {
  switch (kind) {
    case 'Boolean':
      return readBoolean(text, malformed);
    case 'Integer':
    case 'integer':
      return readWhole(text, (value) => (value | 0) === value, malformed);
    case 'Long':
    case 'long':
      return readWhole(text, Number.isSafeInteger, malformed);
    case 'Float':
    case 'float':
    case 'Double':
    case 'double':
      if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
        throw malformed(`${quoted(text)} is not a number`);
      return Number(text);
    case 'Timestamp':
      return readTime(text, time, malformed);
    case 'Blob':
    case 'blob':
      if (!isBase64(text)) throw malformed(`${quoted(text)} is not base64`);
      return text;
    default:
      return text;
  }
}

function readWhole(
  text: string,
  isExact: (value: number) => boolean,
  malformed: (message: string) => AwsError,
): number {
  const value = /^[+-]?\d{1,19}$/.test(text) ? Number(text) : Number.NaN;
  if (!isExact(value)) throw malformed(`${quoted(text)} is not a whole number`);
  // Minus zero is no integer of its own.
  return value + 0;
}

/** Without groups: one that repeats would take a place on the stack for every four characters. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
export const isBase64 = (text: string): boolean => text.length % 4 === 0 && BASE64.test(text);

function readBoolean(text: string, malformed: (message: string) => AwsError): boolean {
  switch (text.toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      throw malformed(`${quoted(text)} is not a Boolean`);
  }
}

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** Seconds since 1970. */
function readTime(
  text: string,
  time: NonNullable<MemberWire['time']>,
  malformed: (message: string) => AwsError,
): number {
  if (time !== 'http-date' && /^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  const ms = time === 'http-date' || ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw malformed(time === 'http-date' ? `${quoted(text)} is not a date` : 'timestamp must follow ISO8601');
  }
  return ms / 1000;
}

const quoted = (text: string): string => `'${text.slice(0, 100)}'`;
