import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { compileArnPattern } from './arn-pattern.ts';
import type { ContextKeys } from './context-keys.ts';
import { compilePattern, type Pattern } from './pattern.ts';

/** Holds one value of a request against one value of a policy. */
export interface ValueTest {
  readonly variables: readonly string[];
  matches(value: string, context: ContextKeys): boolean;
}

type Compile = (text: string, variables: boolean) => ValueTest;

export interface Operator {
  readonly compile: Compile;
  /** It holds where no value of the policy matches, and where the request has no such key. */
  readonly isNegated: boolean;
}

const text =
  (wildcards: boolean, ignoreCase = false): Compile =>
  (value, variables): Pattern =>
    compilePattern(value, { wildcards, variables, ignoreCase });

const compared =
  (read: (text: string) => number, holds: (given: number, wanted: number) => boolean): Compile =>
  (value) => {
    const wanted = read(value);
    return { variables: [], matches: (given) => holds(read(given), wanted) };
  };

const plain =
  (read: (text: string) => string | undefined): Compile =>
  (value) => {
    const wanted = read(value);
    return { variables: [], matches: (given) => wanted !== undefined && read(given) === wanted };
  };

const number = (value: string): number => (value.trim() === '' ? Number.NaN : Number(value));
/** ISO 8601, or seconds since the epoch. */
const time = (value: string): number =>
  /^-?\d+(?:\.\d+)?$/.test(value) && !/^\d{4}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
const boolean = (value: string): string | undefined =>
  /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
const bytes = (value: string): string => Buffer.from(value, 'base64').toString('base64');

const address: Compile = (value) => {
  const [base = '', length] = value.split('/', 2);
  const family = isIPv4(base) ? 'ipv4' : isIPv6(base) ? 'ipv6' : undefined;
  const bits = length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length);
  const range = new BlockList();
  const isRange = family !== undefined && Number.isInteger(bits) && bits >= 0;
  if (isRange && bits <= (family === 'ipv4' ? 32 : 128)) range.addSubnet(base, bits, family);
  return {
    variables: [],
    matches(given) {
      if (isIPv4(given)) return range.check(given, 'ipv4');
      return isIPv6(given) && range.check(given, 'ipv6');
    },
  };
};

/** What compares, by the name without `Not`. */
const positive: Readonly<Record<string, Compile>> = {
  StringEquals: text(false),
  StringEqualsIgnoreCase: text(false, true),
  StringLike: text(true),
  NumericEquals: compared(number, (given, wanted) => given === wanted),
  NumericLessThan: compared(number, (given, wanted) => given < wanted),
  NumericLessThanEquals: compared(number, (given, wanted) => given <= wanted),
  NumericGreaterThan: compared(number, (given, wanted) => given > wanted),
  NumericGreaterThanEquals: compared(number, (given, wanted) => given >= wanted),
  DateEquals: compared(time, (given, wanted) => given === wanted),
  DateLessThan: compared(time, (given, wanted) => given < wanted),
  DateLessThanEquals: compared(time, (given, wanted) => given <= wanted),
  DateGreaterThan: compared(time, (given, wanted) => given > wanted),
  DateGreaterThanEquals: compared(time, (given, wanted) => given >= wanted),
  Bool: plain(boolean),
  BinaryEquals: plain(bytes),
  IpAddress: address,
  ArnEquals: compileArnPattern,
  ArnLike: compileArnPattern,
};

/** `Null` is not among them: it asks for the key, not for its values. */
export function operatorNamed(name: string): Operator | undefined {
  const positiveName = NEGATED[name];
  const compile = Object.hasOwn(positive, positiveName ?? name) ? positive[positiveName ?? name] : undefined;
  return compile && { compile, isNegated: positiveName !== undefined };
}

const NEGATED: Readonly<Record<string, string>> = Object.fromEntries([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
]);
