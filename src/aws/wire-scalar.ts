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
    case 'Long':
    case 'long':
      if (!/^[+-]?\d{1,19}$/.test(text)) throw malformed(`${quoted(text)} is not a whole number`);
      return Number(text);
    case 'Float':
    case 'float':
    case 'Double':
    case 'double':
      if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
        throw malformed(`${quoted(text)} is not a number`);
      return Number(text);
    case 'Timestamp':
      return readTime(text, time, malformed);
    default:
      return text;
  }
}

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
