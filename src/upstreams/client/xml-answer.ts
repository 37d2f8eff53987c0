import { XMLParser } from 'fast-xml-parser';
import { resolved } from '../../aws/xml/xml-reader.ts';

/** A document of an answer as nested objects; `undefined` for what is no document. */
export function parseXml(text: string): Readonly<Record<string, unknown>> | undefined {
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    processEntities: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  try {
    const document: unknown = parser.parse(text);
    return isElement(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

export function isElement(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** `ErrorResponse > Error > Code` of awsQuery, `Error > Code` of Amazon S3. */
export function xmlError(text: string): { code: string | undefined; message: string } {
  const document = parseXml(text);
  const outer = document?.['ErrorResponse'];
  const error = isElement(outer) ? outer['Error'] : document?.['Error'];
  const of = (name: string): string | undefined => {
    const value = isElement(error) ? error[name] : undefined;
    return typeof value === 'string' ? resolved(value) : undefined;
  };
  return { code: of('Code'), message: of('Message') ?? text.slice(0, 500) };
}
