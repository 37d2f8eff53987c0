import { type Node, PlacedError } from './json-nodes.ts';

/** Throws PlacedError with `problem` for anything but a text. */
export function textOf(node: Node, problem: string): string {
  if (node.kind !== 'text') throw new PlacedError(problem, node.at);
  return node.value;
}
