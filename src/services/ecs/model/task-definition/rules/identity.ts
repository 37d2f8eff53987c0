import { blank, type ContainerRule, eachContainer, firstRepeated, isEssential, type Rule } from '../rule.ts';

/** Names: of the family, of its containers and of their images. */

const named: ContainerRule = ({ name = '' }) => {
  if (blank(name)) return 'Container.name should not be null or empty.';
  if (name.length > 255) return 'Container.name should not be longer than 255 characters.'; // (I)
  return /^[A-Za-z0-9_-]+$/.test(name) ? undefined : 'Container.name contains invalid characters.';
};

const imaged: ContainerRule = ({ image = '' }) => {
  if (blank(image)) return 'Container.image should not be null or empty.';
  if (image.length > 255) return 'Container.image should not be longer than 255 characters.'; // (I)
  return /\s/.test(image) ? 'Container.image contains invalid characters.' : undefined; // (I)
};

const family: Rule = ({ family: name }) => {
  if (blank(name)) return 'Family can not be blank.';
  if (name.length > 255) return 'Family name is too long. It can have at most 255 characters.'; // (I)
  return /^[A-Za-z0-9_-]+$/.test(name) ? undefined : 'Family contains invalid characters.';
};

const containerCount: Rule = ({ containerDefinitions }) => {
  if (containerDefinitions.length === 0) return 'Container list cannot be empty.';
  return containerDefinitions.length > 10 ? 'Too many containers.' : undefined;
};

const uniqueNames: Rule = ({ containerDefinitions }) =>
  firstRepeated(containerDefinitions.map(({ name }) => name)) === undefined
    ? undefined
    : 'Container names must be unique within a Task Definition.';

const oneEssential: Rule = ({ containerDefinitions }) =>
  containerDefinitions.some(isEssential)
    ? undefined
    : 'At least one container in the task definition must be marked as essential.'; // (I)

export const identityRules: readonly Rule[] = [
  family,
  containerCount,
  eachContainer(named, imaged),
  uniqueNames,
  oneEssential,
];
