import { type ArnParts, parseArn } from '../../aws/arn.ts';
import type {
  TargetMessage,
  TargetUpstreams,
  UpstreamTargetService,
} from '../../aws/targets/target-upstreams.ts';
import { jsonError } from '../client/aws-json.ts';
import type { EncodedCall } from '../client/codec.ts';
import { answeredError, invalidInput } from '../client/errors.ts';
import { type CallerParts, signedExchange } from '../client/signed-exchange.ts';
import { xmlError } from '../client/xml-answer.ts';
import type { Upstreams } from '../upstreams.ts';

/** Targets of EventBridge and its Scheduler behind upstreams: the one call that each service has for it. */
export function targetUpstreams(upstreams: Upstreams, parts: CallerParts): TargetUpstreams {
  return (service) => {
    const upstream = upstreams.find(service);
    if (upstream === undefined) return undefined;
    return {
      async send(arn, message, signal) {
        const target = parseArn(arn);
        if (target === undefined) throw invalidInput(`${arn} is no ARN`);
        const { account, region } = target;
        const url = upstream.urlIn(region);
        const call = CALLS[service](target, arn, message, url);
        const answer = await signedExchange(parts, { service, url, account, region }, call, signal);
        if (answer.status >= 200 && answer.status < 300) return;
        const isXml = answer.body.toString('latin1', 0, 1) === '<';
        throw answeredError(isXml ? xmlError(answer.body.toString()) : jsonError(answer), answer.status);
      },
    };
  };
}

type Encode = (target: ArnParts, arn: string, message: TargetMessage, url: URL) => EncodedCall;

const json = (version: '1.0' | '1.1', target: string, input: object): EncodedCall => ({
  method: 'POST',
  path: '/',
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
  body: Buffer.from(JSON.stringify(input)),
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What follows the first slash of an ARN's resource, or its last colon. */
const nameIn = ({ resource }: ArnParts): string => resource.slice(resource.search(/[/:]/) + 1);

const CALLS: Readonly<Record<UpstreamTargetService, Encode>> = {
  sqs({ account, resource }, _arn, { body, attributes = {}, messageGroupId, id }, url) {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    return json('1.0', 'AmazonSQS.SendMessage', {
      QueueUrl: `${url.href.replace(/\/$/, '')}/${account}/${resource}`,
      MessageBody: body,
      MessageAttributes,
      ...(messageGroupId !== undefined && { MessageGroupId: messageGroupId }),
      ...(resource.endsWith('.fifo') && { MessageDeduplicationId: id }),
    });
  },
  sns({ resource }, arn, { body, attributes = {}, messageGroupId, id }) {
    const form = new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: arn,
      Message: body,
    });
    for (const [index, [name, value]] of Object.entries(attributes).entries()) {
      const entry = `MessageAttributes.entry.${index + 1}`;
      form.append(`${entry}.Name`, name);
      form.append(`${entry}.Value.DataType`, 'String');
      form.append(`${entry}.Value.StringValue`, value);
    }
    if (messageGroupId !== undefined) form.append('MessageGroupId', messageGroupId);
    if (resource.endsWith('.fifo')) form.append('MessageDeduplicationId', id);
    return {
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: Buffer.from(form.toString()),
    };
  },
  lambda({ resource }, _arn, { body }) {
    const [, name = '', qualifier] = resource.split(':');
    const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
    return {
      method: 'POST',
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`,
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: Buffer.from(body),
    };
  },
  kinesis: (target, _arn, { body, partitionKey, id }) =>
    json('1.1', 'Kinesis_20131202.PutRecord', {
      StreamName: nameIn(target),
      Data: base64(body),
      PartitionKey: partitionKey ?? id,
    }),
  firehose: (target, _arn, { body }) =>
    json('1.1', 'Firehose_20150804.PutRecord', {
      DeliveryStreamName: nameIn(target),
      Record: { Data: base64(body) },
    }),
  states: (_target, stateMachineArn, { body, id }) =>
    json('1.0', 'AWSStepFunctions.StartExecution', { stateMachineArn, input: body, name: id }),
};
