import { parseImageReference } from '../../../docker/image-reference.ts';

const ecrHost = /^\d{12}\.dkr[.-]ecr\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|localhost(?::\d+)?)\//;

/**
 * What an image is called on the engine. An image of ECR comes from Longshore's own registry under another
 * name and is then given its own, which an engine does only with tags: a digest becomes one.
 */
export function engineImageName(image: string): string {
  const { repository, digest } = parseImageReference(image);
  if (digest === undefined || !ecrHost.test(image)) return image;
  return `${repository}:${digest.replace(':', '-').slice(0, 71)}`;
}
