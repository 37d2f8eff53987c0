import type {
  CredentialSource,
  RoleCredentials,
} from '../../agent/endpoint/credentials/credential-source.ts';
import { parseArn, partitionOf, rootArn } from '../../aws/arn.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import { isRecord, numberIn, textIn } from './members.ts';

export interface RoleSessionsParts {
  readonly sts: Service;
  readonly ids: Ids;
  readonly log: Log;
  /** Of sessions, as of the calls that tasks make with them. */
  readonly region: string;
  /** Told of each session, so that it is known when it signs a call to Longshore itself. */
  readonly onSession: (session: UpstreamSession) => void;
  /** Ends what is known of a task's sessions; STS itself can end none. */
  readonly onRevoke: (taskArn: string) => void;
}

export interface UpstreamSession extends RoleCredentials {
  readonly taskArn: string;
  readonly account: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
  readonly principalArn: string;
  /** `AROA…:SESSION` */
  readonly principalId: string;
}

/** Longest that every role allows; a task asks again before it ends. */
const AN_HOUR = 3600;

/** Sessions of tasks' roles, from an STS that somebody else runs. */
export function upstreamRoleSessions(parts: RoleSessionsParts): CredentialSource {
  return {
    async forTask({ arn: taskArn, roleArn }, role, signal): Promise<RoleCredentials> {
      const { sts, ids, region, onSession } = parts;
      const account = parseArn(roleArn)?.account ?? '';
      const principalArn = rootArn({ partition: partitionOf(region), account });
      const context = innerCall({ requestId: ids.uuid(), account, region, principalArn, signal });
      const RoleSessionName = taskArn.slice(taskArn.lastIndexOf('/') + 1);
      const input = { RoleArn: roleArn, RoleSessionName, DurationSeconds: AN_HOUR };
      let answer: unknown;
      try {
        answer = await sts.handle('AssumeRole', input, context);
      } catch (error) {
        const refused = new RoleRefused(roleArn, role, error);
        // To the task the agent says only that it has failed.
        parts.log.warn({ task: taskArn, role: roleArn }, refused.message);
        throw refused;
      }
      const given = isRecord(answer) ? answer['Credentials'] : undefined;
      const user = isRecord(answer) ? answer['AssumedRoleUser'] : undefined;
      const credentials = {
        roleArn,
        accessKeyId: textIn(given, 'AccessKeyId') ?? '',
        secretAccessKey: textIn(given, 'SecretAccessKey') ?? '',
        token: textIn(given, 'SessionToken') ?? '',
        expiration: (numberIn(given, 'Expiration') ?? 0) * 1000,
      };
      if (credentials.accessKeyId === '' || credentials.secretAccessKey === '') {
        throw new RoleRefused(roleArn, role, 'the answer of the upstream of sts holds no credentials');
      }
      onSession({
        ...credentials,
        taskArn,
        account,
        principalArn: textIn(user, 'Arn') ?? roleArn,
        principalId: textIn(user, 'AssumedRoleId') ?? '',
      });
      return credentials;
    },
    revoke: async (taskArn) => parts.onRevoke(taskArn),
  };
}

/** The role cannot be assumed: names it, because the upstream's own text need not. */
export class RoleRefused extends Error {
  override readonly name = 'RoleRefused';

  constructor(roleArn: string, role: string, cause: unknown) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`the ${role} role ${roleArn} cannot be assumed: ${why}`, { cause });
  }
}
