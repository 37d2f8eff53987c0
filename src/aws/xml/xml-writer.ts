import type { MemberWire, ServiceContract, Shape, ShapeName } from '../contract/contract.ts';

/**
 * Writes values of a contract as XML, as the awsQuery, ec2Query and restXml protocols answer them. Members that are
 * `undefined` are left out; a list that is not flattened leaves its element even where it is empty.
 */
export class XmlWriter {
  readonly #contract: ServiceContract;
  /** Amazon S3 and EC2 always write them, others where there are any. */
  readonly #withMilliseconds: boolean;
  readonly #attributed = new Map<Shape, boolean>();

  constructor(contract: ServiceContract) {
    this.#contract = contract;
    this.#withMilliseconds = contract.protocol === 'restXml' || contract.protocol === 'ec2Query';
  }

  /** The elements of a structure's members, but for those that travel elsewhere. */
  members(shape: ShapeName, value: unknown): string {
    const structure = this.#contract.shapes.get(shape);
    if (structure?.kind !== 'structure' && structure?.kind !== 'union') return '';
    return this.#members(structure, value);
  }

  /** One value as an element, with the attributes that it has. */
  element(name: string, shape: ShapeName, value: unknown, attributes = ''): string {
    const known = this.#contract.shapes.get(shape);
    switch (known?.kind) {
      case 'structure':
      case 'union':
        return tag(name, this.#members(known, value), attributes + this.#attributes(known, value));
      case 'list':
        return tag(name, this.#elements(known.element ?? 'member', known.member, value), attributes);
      case 'map':
        return tag(name, this.#entries('entry', known.value, value), attributes);
      default:
        // Most values of an answer are no text, and need no look for what must be escaped.
        return typeof value === 'boolean' || (typeof value === 'number' && shape !== 'Timestamp')
          ? `<${name}${attributes}>${value}</${name}>`
          : tag(name, escapeXml(this.#scalar(shape, value)), attributes);
    }
  }

  #members(shape: Shape & { kind: 'structure' | 'union' }, value: unknown): string {
    let text = '';
    for (const [member, inner] of entriesOf(value)) {
      const target = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
      const wire = shape.wire?.[member] ?? NO_WIRE;
      if (target === undefined || inner === undefined || wire.at !== undefined || wire.attribute) continue;
      text += this.#member(wire.name ?? member, target, inner, wire);
    }
    return text;
  }

  #member(name: string, target: ShapeName, value: unknown, wire: MemberWire): string {
    const shape = this.#contract.shapes.get(target);
    if (wire.flat && shape?.kind === 'list') return this.#elements(name, shape.member, value);
    if (wire.flat && shape?.kind === 'map') return this.#entries(name, shape.value, value);
    if (target === 'Timestamp' && typeof value === 'number') {
      return tag(name, timestampText(value, wire.time ?? 'date-time', this.#withMilliseconds));
    }
    const [prefix, uri] = wire.namespace ?? [];
    return this.element(name, target, value, uri === undefined ? '' : ` xmlns:${prefix}="${escapeXml(uri)}"`);
  }

  #attributes(shape: Shape & { kind: 'structure' | 'union' }, value: unknown): string {
    if (shape.wire === undefined || !this.#hasAttributes(shape)) return '';
    return entriesOf(value)
      .filter(([member, inner]) => inner !== undefined && shape.wire?.[member]?.attribute)
      .map(([member, inner]) => ` ${shape.wire?.[member]?.name ?? member}="${escapeXml(String(inner))}"`)
      .join('');
  }

  /** Few shapes have any, and lists of thousands of elements are written. */
  #hasAttributes(shape: Shape & { kind: 'structure' | 'union' }): boolean {
    const known = this.#attributed.get(shape);
    if (known !== undefined) return known;
    const has = Object.values(shape.wire ?? {}).some(({ attribute }) => attribute);
    this.#attributed.set(shape, has);
    return has;
  }

  #elements(name: string, target: ShapeName, value: unknown): string {
    if (!Array.isArray(value)) return '';
    return value.map((element: unknown) => this.element(name, target, element)).join('');
  }

  #entries(name: string, target: ShapeName, value: unknown): string {
    return entriesOf(value)
      .map(([key, inner]) => tag(name, tag('key', escapeXml(key)) + this.element('value', target, inner)))
      .join('');
  }

  #scalar(shape: ShapeName, value: unknown): string {
    if (shape === 'Timestamp' && typeof value === 'number') {
      return timestampText(value, 'date-time', this.#withMilliseconds);
    }
    return String(value);
  }
}

const NO_WIRE: MemberWire = {};

export function tag(name: string, content: string, attributes = ''): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

/** Also carriage returns, which a reader would take for line feeds. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must not stand in a document as they are
  return text.replace(/[&<>"'\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, escaped);
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML cannot hold are written as references all the same, as Amazon S3 does. */
function escaped(character: string): string {
  return NAMED[character] ?? `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;
}

/** Seconds since 1970 as a protocol writes them, the zeros of a whole second only `withMilliseconds`. */
export function timestampText(
  seconds: number,
  format: NonNullable<MemberWire['time']>,
  withMilliseconds: boolean,
): string {
  const date = new Date(Math.round(seconds * 1000));
  switch (format) {
    case 'date-time':
      return withMilliseconds ? date.toISOString() : date.toISOString().replace('.000Z', 'Z');
    case 'http-date':
      return date.toUTCString();
    case 'epoch-seconds':
      return String(seconds);
    default:
      return format satisfies never;
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
