/** Parameters by the steps of their dotted names: what stands at a step, and what stands below it. */
export interface QueryNode {
  value?: string;
  readonly below: Map<string, QueryNode>;
}

/** Of a name that comes twice the first counts. */
export function queryTree(parameters: Iterable<readonly [name: string, value: string]>): QueryNode {
  const root: QueryNode = { below: new Map() };
  for (const [name, value] of parameters) {
    let node = root;
    for (const step of name.split('.')) {
      const next = node.below.get(step) ?? { below: new Map() };
      node.below.set(step, next);
      node = next;
    }
    node.value ??= value;
  }
  return root;
}

/** What stands below 1, 2, 3, …, in that order; gaps do not count. */
export function numbered(node: QueryNode | undefined): [step: string, element: QueryNode][] {
  const elements = [...(node?.below ?? [])].filter(([step]) => isOrdinal(step));
  return elements.sort(([a], [b]) => Number(a) - Number(b));
}

export const isOrdinal = (step: string): boolean => /^[1-9]\d{0,8}$/.test(step);
