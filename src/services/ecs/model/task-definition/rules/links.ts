import { eachContainer, type ContainerRule, firstOf, networkModeOf, type Rule } from '../rule.ts';
import { hasCycle } from '../graph.ts';

/** Links: `name` or `name:alias`, on a bridge only. */

export const linkedContainer = (link: string): string => link.split(':', 1)[0] ?? '';

const mode: ContainerRule = ({ links }, definition) =>
  (links ?? []).length > 0 && networkModeOf(definition) !== 'bridge'
    ? `Links are not supported when networkMode=${networkModeOf(definition)}.`
    : undefined;

const targets: ContainerRule = ({ name, links }, { containerDefinitions }) =>
  firstOf(links, (link) => {
    if (!/^[A-Za-z0-9_-]+(:[A-Za-z0-9_.-]+)?$/.test(link))
      return `Invalid link '${link}' for container '${name}'.`; // (I)
    const target = linkedContainer(link);
    return containerDefinitions.some((other) => other.name === target)
      ? undefined
      : `Cannot link to container '${target}' because it does not exist.`; // (I)
  });

const acyclic: Rule = ({ containerDefinitions }) => {
  const edges = new Map(
    containerDefinitions.map(({ name = '', links = [] }) => [name, links.map(linkedContainer)]),
  );
  return hasCycle(edges) ? 'Container links should not have a cycle' : undefined;
};

export const linkRules: readonly Rule[] = [eachContainer(mode, targets), acyclic];
