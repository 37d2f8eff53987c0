import { describe, expect, test } from 'vitest';
import { ec2Contract } from '../contract/ec2.gen.ts';
import { ec2ValidationError, endDryRun } from './ec2-violation.ts';
import { serveAwsQuery } from './serve-aws-query.ts';
import type { Service } from '../service.ts';

/** What a call of EC2 is answered on the wire. */
async function call(
  form: string,
  answer: (input: object) => unknown = () => ({}),
): Promise<{ readonly status: number; readonly body: string; readonly type: string | undefined }> {
  const ec2: Service = {
    name: 'ec2',
    contract: ec2Contract,
    handle: (_operation, input) => answer(typeof input === 'object' && input !== null ? input : {}),
    validationError: ec2ValidationError(ec2Contract),
  };
  const { status, body, headers } = await serveAwsQuery([ec2], {
    method: 'POST',
    headers: {},
    query: new URLSearchParams(),
    body: form,
    requestId: 'id-1',
    defaults: { account: '000000000000', region: 'us-east-1' },
    signal: new AbortController().signal,
  });
  return { status, body, type: headers['content-type'] };
}

const v = 'Version=2016-11-15';

describe('answers', () => {
  test('members stand beside the id, lists hold items', async () => {
    const vpcs = [
      { VpcId: 'vpc-1', IsDefault: true, Tags: [{ Key: 'a&b', Value: '' }], CidrBlockAssociationSet: [] },
    ];
    expect(await call(`Action=DescribeVpcs&${v}`, () => ({ Vpcs: vpcs }))).toEqual({
      status: 200,
      type: 'text/xml;charset=UTF-8',
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>id-1</requestId>' +
        '<vpcSet><item><vpcId>vpc-1</vpcId><isDefault>true</isDefault><tagSet><item><key>a&amp;b</key><value/>' +
        '</item></tagSet><cidrBlockAssociationSet/></item></vpcSet></DescribeVpcsResponse>',
    });
  });

  test('times have milliseconds', async () => {
    const { body } = await call(`Action=CreateNatGateway&${v}&SubnetId=s`, () => ({
      NatGateway: { CreateTime: 1_700_000_000 },
    }));
    expect(body).toContain('<createTime>2023-11-14T22:13:20.000Z</createTime>');
  });

  test('an operation without an output is told to be done', async () => {
    const { body } = await call(`Action=DeleteVpc&${v}&VpcId=vpc-1`);
    expect(body).toContain(
      '<DeleteVpcResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>id-1</requestId><return>true</return></DeleteVpcResponse>',
    );
  });
});

describe('errors', () => {
  test('word for word', async () => {
    expect(await call(`Action=DeleteVpc&${v}`)).toEqual({
      status: 400,
      type: 'text/xml;charset=UTF-8',
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>MissingParameter</Code>' +
        '<Message>The request must contain the parameter VpcId</Message></Error></Errors>' +
        '<RequestID>id-1</RequestID></Response>',
    });
  });

  const told = async (form: string): Promise<string> => {
    const { body } = await call(form, endDryRun);
    return body.replace(/^.*<Code>(.*)<\/Code><Message>(.*)<\/Message>.*$/s, '$1: $2');
  };

  test.each([
    [`Action=Dance&${v}`, 'InvalidAction: The action Dance is not valid for this web service.'],
    [
      `Action=AcceptAddressTransfer&${v}`,
      'UnsupportedOperation: AcceptAddressTransfer is not implemented by this version of Longshore.',
    ],
    [
      `Action=CreateVpc&${v}&TagSpecification.1.ResourceType=cat`,
      'InvalidParameterValue: Value (cat) for parameter tagSpecification.1.ResourceType is invalid.',
    ],
    [
      `Action=RunInstances&${v}&MinCount=1&MaxCount=1&InstanceType=t9`,
      'InvalidParameterValue: Invalid value &#39;t9&#39; for InstanceType.',
    ],
    [
      'Action=DescribeVpcs&Version=2000-01-01',
      'InvalidAction: Could not find operation DescribeVpcs for version 2000-01-01',
    ],
    [
      `Action=DescribeVpcs&${v}&MaxResults=3`,
      'InvalidParameterValue: Value (3) for parameter maxResults is invalid. Expecting a value greater than or equal to 5.',
    ],
    [
      `Action=CreateTags&${v}&Tag.1.Key=a`,
      'MissingParameter: The request must contain the parameter ResourceId',
    ],
    [
      `Action=DeleteVpc&${v}&VpcId=a&DryRun=true`,
      'DryRunOperation: Request would have succeeded, but DryRun flag is set.',
    ],
    [`Action=DeleteVpc&${v}&DryRun=true`, 'MissingParameter: The request must contain the parameter VpcId'],
  ])('%s', async (form, text) => {
    expect(await told(form)).toBe(text);
  });

  test('a defect is not told', async () => {
    const answer = await call(`Action=DescribeVpcs&${v}`, () => {
      throw new Error('secret');
    });
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('<Code>InternalError</Code>');
    expect(answer.body).not.toContain('secret');
  });
});
