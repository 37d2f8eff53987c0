import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { samplesOf } from '../../support/samples.ts';

export type { Place } from '../../support/samples.ts';

export const { shapeNamed, inputShape, smallest, placesOf, inputWith, wrongTypeFor } = samplesOf(ecsContract);
