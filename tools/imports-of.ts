import { parseSync, Visitor } from 'rolldown/utils';

export interface Import {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * All modules that a TypeScript source names: static imports and re-exports, types included, `import()` of
 * a literal, and `import('...').T` in types. Throws SyntaxError for a source that cannot be parsed.
 */
export function importsOf(file: string, source: string): readonly Import[] {
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${file}: ${error.message}`);
  const found: Import[] = [];
  const add = (specifier: { readonly value: unknown; readonly start: number } | null): void => {
    if (typeof specifier?.value !== 'string') return;
    found.push({ specifier: specifier.value, line: source.slice(0, specifier.start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source.type === 'Literal' ? node.source : null),
    TSImportType: (node) => add(node.source),
  }).visit(program);
  return found;
}
