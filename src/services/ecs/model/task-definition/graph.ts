/** Whether following the edges from some node leads back to it. */
export function hasCycle(edges: ReadonlyMap<string, readonly string[]>): boolean {
  const finished = new Set<string>();
  const path = new Set<string>();
  const visit = (node: string): boolean => {
    if (path.has(node)) return true;
    if (finished.has(node)) return false;
    path.add(node);
    const found = (edges.get(node) ?? []).some(visit);
    path.delete(node);
    finished.add(node);
    return found;
  };
  return [...edges.keys()].some(visit);
}
