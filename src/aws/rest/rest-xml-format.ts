import { membersInBody, type RestFormat } from './rest-format.ts';
import { readXml } from '../xml/xml-reader.ts';
import { escapeXml, tag, XmlWriter } from '../xml/xml-writer.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

export const restXmlFormat: RestFormat = {
  documentType: 'application/xml',
  textType: 'application/xml',
  read: readXml,
  writePayload(contract, output, member, value) {
    const target = output.members[member] ?? '';
    const known = contract.shapes.get(target);
    const named = known?.kind === 'structure' ? known.element : undefined;
    const element = output.wire?.[member]?.name ?? named ?? target;
    return DECLARATION + new XmlWriter(contract).element(element, target, value, namespaceOf(contract));
  },
  writeMembers(contract, name, output, value) {
    const inBody = membersInBody(output);
    if (inBody.length === 0) return '';
    const element = output.element ?? name;
    const namespace = namespaceOf(contract);
    // A document named after its only member is that member's text: GetBucketLocation.
    const [only = ''] = inBody;
    if (inBody.length === 1 && only === element) {
      const text: unknown = isObject(value) ? value[only] : undefined;
      return DECLARATION + tag(element, typeof text === 'string' ? escapeXml(text) : '', namespace);
    }
    return DECLARATION + tag(element, new XmlWriter(contract).members(name, value), namespace);
  },
};

const namespaceOf = ({ xmlNamespace }: { readonly xmlNamespace?: string }): string =>
  ` xmlns="${xmlNamespace}"`;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
