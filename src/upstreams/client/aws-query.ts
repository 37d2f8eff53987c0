import type { ServiceContract, ShapeName } from '../../aws/contract/contract.ts';
import { timestampText, tag } from '../../aws/xml/xml-writer.ts';
import { readXml } from '../../aws/xml/xml-reader.ts';
import type { Codec } from './codec.ts';
import { unreadableAnswer } from './errors.ts';
import { xmlError } from './xml-answer.ts';

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function awsQueryCodec(contract: ServiceContract): Codec {
  return {
    encode(operation, input) {
      const parameters = new URLSearchParams({ Action: operation, Version: contract.apiVersion });
      const shape = contract.operations.get(operation)?.input ?? 'Unit';
      write(contract, { shape, prefix: '', value: input, parameters });
      return {
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: Buffer.from(parameters.toString()),
      };
    },
    decode(operation, { body }) {
      const shape = contract.operations.get(operation)?.output ?? 'Unit';
      if (shape === 'Unit') return {};
      const result = resultIn(operation, body.toString());
      if (result === undefined) throw unreadableAnswer(contract.signingName, `it has no ${operation}Result`);
      return readXml(contract, shape, result);
    },
    error: ({ body }) => xmlError(body.toString()),
  };
}

/** The element that holds the members, as a document of its own. */
function resultIn(operation: string, text: string): string | undefined {
  const name = `${operation}Result`;
  if (new RegExp(`<${name}\\s*/>`).test(text)) return tag(name, '');
  const start = new RegExp(`<${name}[\\s>]`).exec(text)?.index ?? -1;
  const end = text.lastIndexOf(`</${name}>`);
  return start < 0 || end < start ? undefined : text.slice(start, end + name.length + 3);
}

interface Part {
  readonly shape: ShapeName;
  /** Of the names, without the dot at its end. */
  readonly prefix: string;
  readonly value: unknown;
  readonly parameters: URLSearchParams;
}

function write(contract: ServiceContract, { shape, prefix, value, parameters }: Part, isFlat = false): void {
  if (value === undefined || value === null) return;
  const known = contract.shapes.get(shape);
  const at = (name: string | number): string => (prefix === '' ? String(name) : `${prefix}.${name}`);
  switch (known?.kind) {
    case 'structure':
    case 'union':
      for (const [member, inner] of Object.entries(value)) {
        const target = Object.hasOwn(known.members, member) ? known.members[member] : undefined;
        if (target === undefined) continue;
        const wire = known.wire?.[member];
        const part = { shape: target, prefix: at(wire?.name ?? member), value: inner, parameters };
        write(contract, part, wire?.flat === true);
      }
      return;
    case 'list': {
      const elements: readonly unknown[] = Array.isArray(value) ? value : [];
      if (elements.length === 0) parameters.append(prefix, '');
      const below = isFlat ? prefix : at(known.element ?? 'member');
      for (const [index, element] of elements.entries()) {
        write(contract, { shape: known.member, prefix: `${below}.${index + 1}`, value: element, parameters });
      }
      return;
    }
    case 'map': {
      const below = isFlat ? prefix : at('entry');
      for (const [index, [key, inner]] of Object.entries(value).entries()) {
        parameters.append(`${below}.${index + 1}.key`, key);
        write(contract, {
          shape: known.value,
          prefix: `${below}.${index + 1}.value`,
          value: inner,
          parameters,
        });
      }
      return;
    }
    default: {
      parameters.append(prefix, scalarText(shape, value));
    }
  }
}

function scalarText(shape: ShapeName, value: unknown): string {
  if (shape === 'Timestamp' && typeof value === 'number') return timestampText(value, 'date-time', false);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
