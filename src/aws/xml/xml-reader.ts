import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ServiceContract, ShapeName } from '../contract/contract.ts';
import { malformedXml } from '../protocol-errors.ts';
import { readScalar } from '../wire-scalar.ts';

/**
 * XML of a request as the value that JSON would hold. Entities are resolved here and not by the parser: it
 * limits how many a document has, and a list of a thousand names may well hold more. Documents that declare
 * their own are refused, as Amazon S3 does.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const MAX_DEPTH = 100;

/** The document's root element is not looked at by name: Amazon S3 takes any. */
export function readXml(contract: ServiceContract, shape: ShapeName, text: string): unknown {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw malformedXml();
  const document: unknown = parser.parse(text);
  const roots = isElement(document) ? Object.entries(document).filter(([name]) => name !== '#text') : [];
  const [root] = roots;
  if (root === undefined || roots.length !== 1) throw malformedXml();
  return read(contract, shape, single(root[1]), 0);
}

function read(contract: ServiceContract, name: ShapeName, node: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw malformedXml();
  const shape = contract.shapes.get(name);
  switch (shape?.kind) {
    case 'structure':
    case 'union': {
      const result: Record<string, unknown> = {};
      if (!isElement(node)) return result;
      for (const [member, target] of Object.entries(shape.members)) {
        const wire = shape.wire?.[member];
        if (wire?.at !== undefined) continue;
        const found = node[`${wire?.attribute ? '@' : ''}${wire?.name ?? member}`];
        if (found === undefined) continue;
        const list = wire?.flat ? contract.shapes.get(target) : undefined;
        result[member] =
          list?.kind === 'list'
            ? several(found).map((element) => read(contract, list.member, element, depth + 1))
            : read(contract, target, single(found), depth + 1);
      }
      return result;
    }
    case 'list': {
      const elements = isElement(node) ? several(node[shape.element ?? 'member']) : [];
      return elements.map((element) => read(contract, shape.member, element, depth + 1));
    }
    case 'map': {
      const entries = isElement(node) ? several(node['entry']) : [];
      return Object.fromEntries(
        entries.flatMap((entry) =>
          isElement(entry)
            ? [[textOf(entry['key']), read(contract, shape.value, single(entry['value']), depth + 1)]]
            : [],
        ),
      );
    }
    default:
      return readScalar(shape?.kind ?? name, textOf(node), 'date-time', malformedXml);
  }
}

function several(found: unknown): readonly unknown[] {
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** An element that may stand once stands twice: the document does not fit the schema. */
function single(found: unknown): unknown {
  if (Array.isArray(found)) throw malformedXml();
  return found;
}

function isElement(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Of an element with attributes, the text beside them. */
function textOf(node: unknown): string {
  const text = isElement(node) ? node['#text'] : node;
  return typeof text === 'string' ? resolved(text) : '';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text without its entities. Throws MalformedXML for one that XML has not. */
export function resolved(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (entity, hex, decimal, name) => {
    if (typeof name === 'string') {
      const character = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
      if (character === undefined) throw malformedXml();
      return character;
    }
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : entity;
  });
}
