import {
  type ContainerRule,
  eachContainer,
  firstOf,
  firstRepeated,
  isEssential,
  type Rule,
} from '../rule.ts';
import { hasCycle } from '../graph.ts';

/** dependsOn: who waits for whom, and volumesFrom, which names a container too. */

const dependencies: ContainerRule = ({ dependsOn }, { containerDefinitions }) =>
  firstOf(dependsOn, ({ containerName, condition }) => {
    const target = containerDefinitions.find(({ name }) => name === containerName);
    // The stray plus sign is AWS's.
    if (target === undefined)
      return `Cannot depend on container + '${containerName}' because it does not exist`;
    if ((condition === 'SUCCESS' || condition === 'COMPLETE') && isEssential(target))
      return 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container';
    return condition === 'HEALTHY' && target.healthCheck === undefined
      ? 'A dependency container with HEALTHY condition must have health check configured'
      : undefined;
  });

const once: ContainerRule = ({ name, dependsOn = [] }) => {
  const twice = firstRepeated(dependsOn.map(({ containerName }) => containerName));
  return twice === undefined
    ? undefined
    : `Container '${name}' cannot depend on container '${twice}' more than once`; // (I)
};

const acyclic: Rule = ({ containerDefinitions }) => {
  const edges = new Map(
    containerDefinitions.map(({ name = '', dependsOn = [] }) => [
      name,
      dependsOn.map(({ containerName }) => containerName),
    ]),
  );
  return hasCycle(edges) ? 'Container dependencies should not have a cycle' : undefined; // (I)
};

const volumesFrom: ContainerRule = ({ name, volumesFrom: sources }, { containerDefinitions }) =>
  firstOf(
    sources,
    ({ sourceContainer }) =>
      sourceContainer !== name && containerDefinitions.some((other) => other.name === sourceContainer)
        ? undefined
        : `Invalid 'volumesFrom' setting for container '${name}'. Unknown container '${sourceContainer}'.`, // (I)
  );

export const dependencyRules: readonly Rule[] = [eachContainer(dependencies, once, volumesFrom), acyclic];
