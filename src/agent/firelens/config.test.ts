import { describe, expect, test } from 'vitest';
import type { FirelensPlan, NetworkMode } from '../model/task-plan.ts';
import { type ConfigTask, routerConfig } from './config.ts';
import { renderConfig } from './render.ts';

const task = (networkMode: NetworkMode): ConfigTask => ({
  arn: 'arn:aws:ecs:us-east-1:000000000000:task/blue/0f1e',
  clusterName: 'blue',
  family: 'web',
  revision: 3,
  networkMode,
});

const plan = (given: Partial<FirelensPlan>): FirelensPlan => ({
  router: 'router',
  type: 'fluentbit',
  volume: 'ecs-firelens-0',
  metadata: true,
  senders: [],
  ...given,
});

const render = (given: Partial<FirelensPlan>, networkMode: NetworkMode = 'bridge'): string => {
  const whole = plan(given);
  return renderConfig(whole.type, routerConfig(whole, task(networkMode)));
};

const options = {
  region: 'eu-west-1',
  delivery_stream: 'd',
  'include-pattern': '^keep',
  'exclude-pattern': 'debug$',
};

const ofFluentBit = `
[INPUT]
    Name forward
    unix_path /var/run/fluent.sock

[INPUT]
    Name forward
    Listen 0.0.0.0
    Port 24224

[INPUT]
    Name tcp
    Tag firelens-healthcheck
    Listen 127.0.0.1
    Port 8877

[FILTER]
    Name   grep
    Match app-firelens*
    Regex  log ^keep

[FILTER]
    Name   grep
    Match app-firelens*
    Exclude log debug$

[FILTER]
    Name record_modifier
    Match *
    Record ecs_cluster blue
    Record ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/blue/0f1e
    Record ecs_task_definition web:3

@INCLUDE /fluent-bit/etc/external.conf

[OUTPUT]
    Name null
    Match firelens-healthcheck

[OUTPUT]
    Name kinesis_firehose
    Match app-firelens*
    delivery_stream d
    region eu-west-1
`;

const ofFluentd = `
<source>
    @type unix
    path /var/run/fluent.sock
</source>

<source>
    @type forward
    bind 127.0.0.1
    port 24224
</source>

<filter app-firelens**>
    @type  grep
    <regexp>
        key log
        pattern ^keep
    </regexp>
</filter>

<filter app-firelens**>
    @type  grep
    <exclude>
        key log
        pattern debug$
    </exclude>
</filter>

<filter **>
    @type record_transformer
    <record>
        ecs_cluster blue
        ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/blue/0f1e
        ecs_task_definition web:3
    </record>
</filter>

@include /own.conf

<match app-firelens**>
    @type kinesis_firehose
    delivery_stream d
    region eu-west-1
</match>
`;

describe('the whole file', () => {
  test('of fluent-bit', () => {
    const senders = [{ container: 'app', options: { Name: 'kinesis_firehose', ...options } }];
    expect(render({ senders, external: { kind: 's3', arn: 'arn:aws:s3:::b/k' } })).toBe(ofFluentBit);
  });

  test('of fluentd', () => {
    const senders = [{ container: 'app', options: { '@type': 'kinesis_firehose', ...options } }];
    const external = { kind: 'file', path: '/own.conf' } as const;
    expect(render({ type: 'fluentd', senders, external }, 'awsvpc')).toBe(ofFluentd);
  });

  test('has the socket alone in mode host', () => {
    expect(render({ metadata: false }, 'host')).toBe(
      '\n[INPUT]\n    Name forward\n    unix_path /var/run/fluent.sock\n',
    );
  });
});

test('what lets through comes before what drops, whoever says so', () => {
  const text = render({
    senders: [
      { container: 'one', options: { 'exclude-pattern': 'x' } },
      { container: 'two', options: { 'include-pattern': 'y' } },
    ],
  });
  expect(text.indexOf('Regex  log y')).toBeLessThan(text.indexOf('Exclude log x'));
});

test('a sender that says nothing of an output has none', () => {
  expect(render({ senders: [{ container: 'app', options: {} }] })).not.toContain('Match app-firelens');
});

test.each([
  ['fluentbit', 'Name'],
  ['fluentd', '@type'],
] as const)('options of an output of %s need its %s', (type, key) => {
  expect(() => render({ type, senders: [{ container: 'app', options: { region: 'r' } }] })).toThrow(
    `unable to apply log options of container app to firelens config: missing output key ${key} which is required for firelens configuration of type ${type}`,
  );
});
