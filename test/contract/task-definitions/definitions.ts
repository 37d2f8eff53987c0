import type { RegisterTaskDefinitionRequest } from '../../../src/aws/contract/ecs.types.gen.ts';

/** The least that AWS registers. */
export const least: RegisterTaskDefinitionRequest = {
  family: 'web',
  containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }],
};

/** The least that AWS registers for Fargate. */
export const fargate: RegisterTaskDefinitionRequest = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'app', image: 'nginx' }],
};

/** As much of a definition as EC2 takes at once, with every default spelt out. */
export const everything: RegisterTaskDefinitionRequest = {
  family: 'all-of-it',
  taskRoleArn: 'arn:aws:iam::000000000000:role/app',
  executionRoleArn: 'arn:aws:iam::000000000000:role/path/execution',
  networkMode: 'bridge',
  requiresCompatibilities: ['EC2'],
  cpu: '1024',
  memory: '2048',
  pidMode: 'task',
  ipcMode: 'none',
  runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
  placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.os-type == linux' }],
  enableFaultInjection: false,
  volumes: [
    { name: 'empty', host: {} },
    { name: 'bind', host: { sourcePath: '/srv' } },
    {
      name: 'docker',
      dockerVolumeConfiguration: {
        scope: 'shared',
        autoprovision: true,
        driver: 'local',
        driverOpts: { type: 'tmpfs' },
        labels: { a: 'b' },
      },
    },
    {
      name: 'efs',
      efsVolumeConfiguration: {
        fileSystemId: 'fs-12345678',
        rootDirectory: '/',
        transitEncryption: 'ENABLED',
        transitEncryptionPort: 2049,
        authorizationConfig: { accessPointId: 'fsap-12345678', iam: 'ENABLED' },
      },
    },
    {
      name: 'fsx',
      fsxWindowsFileServerVolumeConfiguration: {
        fileSystemId: 'fs-12345678',
        rootDirectory: 'share',
        authorizationConfig: {
          credentialsParameter: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:fsx-AbCdEf',
          domain: 'example.com',
        },
      },
    },
    {
      name: 's3',
      s3filesVolumeConfiguration: {
        fileSystemArn: 'arn:aws:s3files:us-east-1:000000000000:file-system/fs-1',
        rootDirectory: '/data',
        transitEncryptionPort: 2049,
        accessPointArn: 'arn:aws:s3files:us-east-1:000000000000:access-point/ap-1',
      },
    },
    { name: 'ebs', configuredAtLaunch: true },
  ],
  containerDefinitions: [
    {
      name: 'app',
      image: '000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1',
      repositoryCredentials: {
        credentialsParameter: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:registry-AbCdEf',
      },
      cpu: 256,
      memory: 512,
      memoryReservation: 256,
      links: ['setup:s'],
      portMappings: [
        { containerPort: 80, hostPort: 8080, protocol: 'tcp', name: 'http', appProtocol: 'http' },
        { containerPort: 53, hostPort: 0, protocol: 'udp' },
        { containerPortRange: '9000-9010', protocol: 'tcp' },
      ],
      essential: true,
      restartPolicy: { enabled: true, ignoredExitCodes: [0, 1], restartAttemptPeriod: 60 },
      entryPoint: ['/bin/sh', '-c'],
      command: ['serve'],
      environment: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
        { name: 'EMPTY', value: '' },
      ],
      environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::bucket/app.env' }],
      mountPoints: [
        { sourceVolume: 'empty', containerPath: '/empty', readOnly: false },
        { sourceVolume: 'bind', containerPath: '/bind', readOnly: true },
      ],
      volumesFrom: [{ sourceContainer: 'setup', readOnly: true }],
      linuxParameters: {
        capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
        devices: [
          { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
        ],
        initProcessEnabled: true,
        sharedMemorySize: 64,
        tmpfs: [{ containerPath: '/tmp', size: 16, mountOptions: ['noexec'] }],
        maxSwap: 128,
        swappiness: 10,
      },
      secrets: [
        { name: 'TOKEN', valueFrom: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:t-AbCdEf:key::' },
        { name: 'PARAMETER', valueFrom: '/app/parameter' },
      ],
      dependsOn: [{ containerName: 'setup', condition: 'SUCCESS' }],
      startTimeout: 60,
      stopTimeout: 180,
      versionConsistency: 'disabled',
      hostname: 'app',
      user: '1000:1000',
      workingDirectory: '/app',
      disableNetworking: false,
      privileged: false,
      readonlyRootFilesystem: true,
      dnsServers: ['10.0.0.2'],
      dnsSearchDomains: ['example.com'],
      extraHosts: [{ hostname: 'db', ipAddress: '10.0.0.3' }],
      dockerSecurityOptions: ['no-new-privileges'],
      interactive: true,
      pseudoTerminal: true,
      dockerLabels: { team: 'a' },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/app',
          'awslogs-region': 'us-east-1',
          'awslogs-stream-prefix': 'app',
        },
        secretOptions: [],
      },
      healthCheck: {
        command: ['CMD-SHELL', 'true'],
        interval: 10,
        timeout: 3,
        retries: 2,
        startPeriod: 5,
      },
      systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
      resourceRequirements: [{ type: 'GPU', value: '1' }],
      credentialSpecs: [],
    },
    {
      name: 'setup',
      image: 'busybox',
      cpu: 0,
      portMappings: [],
      essential: false,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'stdout' } },
    },
    {
      name: 'router',
      image: 'fluent-bit',
      cpu: 0,
      memoryReservation: 50,
      portMappings: [],
      essential: false,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
    },
  ],
};
