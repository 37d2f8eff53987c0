import { taskDefinitionArn } from '../../../aws/ecs-arn.ts';
import type { TaskDefinition } from '../../../aws/contract/ecs.types.gen.ts';
import { clientError } from '../errors.ts';
import { tagProblem, writeTags } from '../model/tags.ts';
import { compatibilitiesOf } from '../model/task-definition/compatibility.ts';
import { echoOf } from '../model/task-definition/echo.ts';
import { requiredAttributes } from '../model/task-definition/requires-attributes.ts';
import { registrationProblem } from '../model/task-definition/validate.ts';
import { type EcsOperation, seconds } from '../operation.ts';

/** Every call makes a new revision, also when nothing differs: AWS has no idempotency here. */
export const registerTaskDefinition: EcsOperation<'RegisterTaskDefinition'> = (input, call) => {
  const { tables, account, region } = call;
  const { family, tags = [] } = input;
  const problem = registrationProblem(input) ?? tagProblem(tags);
  if (problem !== undefined) throw clientError(problem);

  // The family's row outlives its revisions, so no number is ever given out twice.
  const revision = (tables.families.get(account, region, family)?.lastRevision ?? 0) + 1;
  const arn = taskDefinitionArn(call, family, revision);
  const definition: TaskDefinition = {
    ...echoOf(input),
    taskDefinitionArn: arn,
    revision,
    status: 'ACTIVE',
    requiresAttributes: requiredAttributes(input),
    compatibilities: compatibilitiesOf(input),
    registeredAt: seconds(call.now),
    registeredBy: call.principalArn,
  };
  tables.families.put({ account, region, family, lastRevision: revision, status: 'ACTIVE' });
  tables.taskDefinitions.put({ account, region, family, revision, status: 'ACTIVE', definition });
  writeTags(call, arn, tags);
  return { taskDefinition: definition, ...(tags.length > 0 && { tags }) };
};
