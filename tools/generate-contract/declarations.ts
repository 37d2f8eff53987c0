import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What only the SDK's `.d.ts` files say: the values of enums, and which member has which enum. The files
 * are generated and regular, so lines are matched rather than parsed; `model.ts` checks what is found
 * here against the runtime schemas and fails loudly where they differ.
 */
export interface Declarations {
  readonly enums: Map<string, string[]>;
  /** `Structure.member` → TypeScript type without `| undefined`. */
  readonly memberTypes: Map<string, string>;
  /** `Structure.member` of members that may not be left out. */
  readonly required: Set<string>;
}

export function readDeclarations(packageDir: string): Declarations {
  const enums = new Map<string, string[]>();
  const memberTypes = new Map<string, string>();
  const required = new Set<string>();
  const dir = join(packageDir, 'dist-types/models');
  for (const file of readdirSync(dir)
    .filter((name) => /^(enums|models_\d+)\.d\.ts$/.test(name))
    .sort()) {
    const text = readFileSync(join(dir, file), 'utf8');
    for (const [, name = '', body = ''] of text.matchAll(/^export declare const (\w+): \{\n(.*?)^\};/gms)) {
      enums.set(
        name,
        Array.from(body.matchAll(/^ {4}readonly \w+: "([^"]*)";/gm), (match) => match[1] ?? ''),
      );
    }
    for (const [, name = '', body = ''] of text.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)) {
      for (const [, member = '', optional, type = ''] of body.matchAll(/^ {4}(\w+)(\?)?: (.+);$/gm)) {
        memberTypes.set(`${name}.${member}`, type.replace(/ \| undefined$/, ''));
        if (optional === undefined) required.add(`${name}.${member}`);
      }
    }
    for (const [, name = '', body = ''] of text.matchAll(/^export declare namespace (\w+) \{\n(.*?)^\}/gms)) {
      for (const [, variant = ''] of body.matchAll(/^ {4}interface \w+Member \{\n(.*?)^ {4}\}/gms)) {
        for (const [, member = '', type = ''] of variant.matchAll(/^ {8}(\w+): (.+);$/gm)) {
          if (member !== '$unknown') memberTypes.set(`${name}.${member}`, type);
        }
      }
    }
  }
  return { enums, memberTypes, required };
}
