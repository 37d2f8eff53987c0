import { BlockList, isIP } from 'node:net';

/** A value of an event that has no members: what a pattern is held against. */
export type Leaf = string | number | boolean | null;

export type LeafMatcher = (leaf: Leaf) => boolean;

/**
 * The content filters of EventBridge, as pure functions.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

/** An address matches an address that is written another way. */
export function exactly(wanted: Leaf): LeafMatcher {
  if (typeof wanted !== 'string' || isIP(wanted) === 0) return (leaf) => leaf === wanted;
  const same = blockOf(wanted, isIP(wanted) === 4 ? 32 : 128);
  return (leaf) => leaf === wanted || isWithin(same, leaf);
}

export const prefix = (wanted: string): LeafMatcher => onText((text) => text.startsWith(wanted));
export const suffix = (wanted: string): LeafMatcher => onText((text) => text.endsWith(wanted));

export function equalsIgnoreCase(wanted: string): LeafMatcher {
  const lower = wanted.toLowerCase();
  return onText((text) => text.toLowerCase() === lower);
}

export function prefixIgnoreCase(wanted: string): LeafMatcher {
  const lower = wanted.toLowerCase();
  return onText((text) => text.toLowerCase().startsWith(lower));
}

export function suffixIgnoreCase(wanted: string): LeafMatcher {
  const lower = wanted.toLowerCase();
  return onText((text) => text.toLowerCase().endsWith(lower));
}

/** `parts` are the texts between the wildcards; there is one wildcard fewer. Takes linear time. */
export function wildcard(parts: readonly string[]): LeafMatcher {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return exactlyText(first);
  return onText((text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  });
}

const exactlyText = (wanted: string): LeafMatcher => onText((text) => text === wanted);

export interface Bound {
  readonly value: number;
  readonly inclusive: boolean;
}

export function between(bottom: Bound | undefined, top: Bound | undefined): LeafMatcher {
  return (leaf) =>
    typeof leaf === 'number' &&
    (bottom === undefined || leaf > bottom.value || (bottom.inclusive && leaf === bottom.value)) &&
    (top === undefined || leaf < top.value || (top.inclusive && leaf === top.value));
}

/** `address` has been found to be one, and `bits` to fit it. */
export function cidr(address: string, bits: number): LeafMatcher {
  const block = blockOf(address, bits);
  return (leaf) => isWithin(block, leaf);
}

export const anyOf =
  (matchers: readonly LeafMatcher[]): LeafMatcher =>
  (leaf) =>
    matchers.some((matches) => matches(leaf));

export const noneOf =
  (matchers: readonly LeafMatcher[]): LeafMatcher =>
  (leaf) =>
    !matchers.some((matches) => matches(leaf));

const onText =
  (matches: (text: string) => boolean): LeafMatcher =>
  (leaf) =>
    typeof leaf === 'string' && matches(leaf);

function blockOf(address: string, bits: number): BlockList {
  const block = new BlockList();
  block.addSubnet(address, bits, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  return block;
}

function isWithin(block: BlockList, leaf: Leaf): boolean {
  if (typeof leaf !== 'string') return false;
  const version = isIP(leaf);
  return version !== 0 && block.check(leaf, version === 4 ? 'ipv4' : 'ipv6');
}
