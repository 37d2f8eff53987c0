-- The database that a Longshore without KMS, EC2 and the Scheduler has left, with something of each of its
-- services. The files beside it are in test/contract/data-directory/upgrade.test.ts.
PRAGMA user_version = 6;
BEGIN TRANSACTION;
CREATE TABLE clusters (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
    status TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "clusters" VALUES('000000000000','us-east-1','default','ACTIVE','{"account":"000000000000","region":"us-east-1","name":"default","status":"ACTIVE","cluster":{"clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","clusterName":"default","status":"ACTIVE","settings":[{"name":"containerInsights","value":"disabled"}],"capacityProviders":[],"defaultCapacityProviderStrategy":[]}}');
CREATE TABLE ecr_images (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, digest TEXT NOT NULL,
    subject TEXT, body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, digest)
  );
INSERT INTO "ecr_images" VALUES('000000000000','us-east-1','app','sha256:09ade42fe3e69018a3360bb092265af902f9e7d6013146cf152c82ac3a944707',NULL,'{"account":"000000000000","region":"us-east-1","repository":"app","digest":"sha256:09ade42fe3e69018a3360bb092265af902f9e7d6013146cf152c82ac3a944707","manifest":"{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f\",\"size\":78},\"layers\":[]}","mediaType":"application/vnd.oci.image.manifest.v1+json","config":"sha256:c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f","artifactType":"application/vnd.oci.image.config.v1+json","blobs":["sha256:c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f"],"children":[],"size":78,"pushedAt":1795697830902}');
CREATE TABLE ecr_layers (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, digest TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, digest)
  ) WITHOUT ROWID;
INSERT INTO "ecr_layers" VALUES('000000000000','us-east-1','app','sha256:c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f','{"account":"000000000000","region":"us-east-1","repository":"app","digest":"sha256:c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f","size":78,"linkedAt":1795697830899}');
CREATE TABLE ecr_registries (
    account TEXT NOT NULL, region TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region)
  ) WITHOUT ROWID;
CREATE TABLE ecr_repositories (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "ecr_repositories" VALUES('000000000000','us-east-1','app','{"account":"000000000000","region":"us-east-1","name":"app","createdAt":1795697830876,"mutability":"MUTABLE","scanOnPush":false,"encryption":{"encryptionType":"AES256"},"tags":[]}');
CREATE TABLE ecr_tags (
    account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL, tag TEXT NOT NULL,
    digest TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, repository, tag)
  ) WITHOUT ROWID;
INSERT INTO "ecr_tags" VALUES('000000000000','us-east-1','app','v1','sha256:09ade42fe3e69018a3360bb092265af902f9e7d6013146cf152c82ac3a944707','{"account":"000000000000","region":"us-east-1","repository":"app","tag":"v1","digest":"sha256:09ade42fe3e69018a3360bb092265af902f9e7d6013146cf152c82ac3a944707"}');
CREATE TABLE ecr_templates (
    account TEXT NOT NULL, region TEXT NOT NULL, prefix TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, prefix)
  ) WITHOUT ROWID;
CREATE TABLE ecr_uploads (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, repository TEXT NOT NULL,
    touched_at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE event_api_destinations (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
CREATE TABLE event_buses (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "event_buses" VALUES('000000000000','us-east-1','own','{"account":"000000000000","region":"us-east-1","name":"own","arn":"arn:aws:events:us-east-1:000000000000:event-bus/own","tags":[],"createdAt":1795697830908,"modifiedAt":1795697830908}');
CREATE TABLE event_connections (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
CREATE TABLE event_deliveries (seq INTEGER PRIMARY KEY, lane TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE event_rules (
    account TEXT NOT NULL, region TEXT NOT NULL, bus TEXT NOT NULL, name TEXT NOT NULL,
    scheduled INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, bus, name)
  );
INSERT INTO "event_rules" VALUES('000000000000','us-east-1','default','all',0,'{"account":"000000000000","region":"us-east-1","bus":"default","name":"all","arn":"arn:aws:events:us-east-1:000000000000:rule/all","eventPattern":"{\"source\":[\"app\"]}","state":"ENABLED","createdBy":"000000000000","tags":[{"Key":"team","Value":"a"}],"targets":[{"Id":"logs","Arn":"arn:aws:logs:us-east-1:000000000000:log-group:app"}],"scheduledSince":1795697830910}');
INSERT INTO "event_rules" VALUES('000000000000','us-east-1','default','hourly',1,'{"account":"000000000000","region":"us-east-1","bus":"default","name":"hourly","arn":"arn:aws:events:us-east-1:000000000000:rule/hourly","scheduleExpression":"rate(1 hour)","state":"ENABLED","createdBy":"000000000000","tags":[],"targets":[],"scheduledSince":1795697830915}');
CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
INSERT INTO "events" VALUES(1,'{"seq":1,"account":"000000000000","region":"us-east-1","bus":"default","ingestedAt":1795697830987,"event":{"version":"0","id":"e5a756ed-e398-49bd-9479-41f759d05c19","detail-type":"ECS Task State Change","source":"aws.ecs","account":"000000000000","time":"2026-11-26T12:57:10Z","region":"us-east-1","resources":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"],"detail":{"attachments":[],"attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],"availabilityZone":"us-east-1a","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","connectivity":"CONNECTED","connectivityAt":"2026-11-26T12:57:10.984Z","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","containers":[{"containerArn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","lastStatus":"PENDING","name":"app","image":"app","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","cpu":"0","memory":"16"}],"cpu":"0","createdAt":"2026-11-26T12:57:10.984Z","desiredStatus":"RUNNING","enableExecuteCommand":false,"group":"family:app","lastStatus":"PENDING","launchType":"EC2","memory":"16","overrides":{"containerOverrides":[{"name":"app"}]},"taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","updatedAt":"2026-11-26T12:57:10.986Z","version":1}}}');
INSERT INTO "events" VALUES(2,'{"seq":2,"account":"000000000000","region":"us-east-1","bus":"default","ingestedAt":1795697830992,"event":{"version":"0","id":"7b0a42c9-1c43-4ab4-8134-e275496c5b3d","detail-type":"ECS Task State Change","source":"aws.ecs","account":"000000000000","time":"2026-11-26T12:57:10Z","region":"us-east-1","resources":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"],"detail":{"attachments":[],"attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],"availabilityZone":"us-east-1a","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","connectivity":"CONNECTED","connectivityAt":"2026-11-26T12:57:10.984Z","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","containers":[{"containerArn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","lastStatus":"RUNNING","name":"app","image":"app","runtimeId":"7440064b8f906b40ca5113ff28dbef3a7005fc115bcd5a3f481d70a513bb4a17","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","cpu":"0","memory":"16","networkBindings":[]}],"cpu":"0","createdAt":"2026-11-26T12:57:10.984Z","desiredStatus":"RUNNING","enableExecuteCommand":false,"group":"family:app","lastStatus":"RUNNING","launchType":"EC2","memory":"16","overrides":{"containerOverrides":[{"name":"app"}]},"startedAt":"2026-11-26T12:57:10.991Z","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","updatedAt":"2026-11-26T12:57:10.992Z","version":2}}}');
INSERT INTO "events" VALUES(3,'{"seq":3,"account":"000000000000","region":"us-east-1","bus":"default","ingestedAt":1795697830996,"event":{"version":"0","id":"16338059-22de-4dc7-bb27-09b6fb0c288c","detail-type":"ECS Task State Change","source":"aws.ecs","account":"000000000000","time":"2026-11-26T12:57:10Z","region":"us-east-1","resources":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"],"detail":{"attachments":[],"attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],"availabilityZone":"us-east-1a","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","connectivity":"CONNECTED","connectivityAt":"2026-11-26T12:57:10.984Z","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","containers":[{"containerArn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","lastStatus":"RUNNING","name":"app","image":"app","runtimeId":"7440064b8f906b40ca5113ff28dbef3a7005fc115bcd5a3f481d70a513bb4a17","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","cpu":"0","memory":"16","networkBindings":[]}],"cpu":"0","createdAt":"2026-11-26T12:57:10.984Z","desiredStatus":"STOPPED","enableExecuteCommand":false,"group":"family:app","lastStatus":"RUNNING","launchType":"EC2","memory":"16","overrides":{"containerOverrides":[{"name":"app"}]},"startedAt":"2026-11-26T12:57:10.991Z","stopCode":"UserInitiated","stoppedReason":"Longshore is shutting down","stoppingAt":"2026-11-26T12:57:10.996Z","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","updatedAt":"2026-11-26T12:57:10.996Z","version":3}}}');
INSERT INTO "events" VALUES(4,'{"seq":4,"account":"000000000000","region":"us-east-1","bus":"default","ingestedAt":1795697830996,"event":{"version":"0","id":"2b8b1d04-bab6-490b-a984-71f65c5615fc","detail-type":"ECS Task State Change","source":"aws.ecs","account":"000000000000","time":"2026-11-26T12:57:10Z","region":"us-east-1","resources":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"],"detail":{"attachments":[],"attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],"availabilityZone":"us-east-1a","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","connectivity":"CONNECTED","connectivityAt":"2026-11-26T12:57:10.984Z","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","containers":[{"containerArn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","lastStatus":"RUNNING","name":"app","image":"app","runtimeId":"7440064b8f906b40ca5113ff28dbef3a7005fc115bcd5a3f481d70a513bb4a17","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","cpu":"0","memory":"16","networkBindings":[]}],"cpu":"0","createdAt":"2026-11-26T12:57:10.984Z","desiredStatus":"STOPPED","enableExecuteCommand":false,"group":"family:app","lastStatus":"STOPPING","launchType":"EC2","memory":"16","overrides":{"containerOverrides":[{"name":"app"}]},"startedAt":"2026-11-26T12:57:10.991Z","stopCode":"UserInitiated","stoppedReason":"Longshore is shutting down","stoppingAt":"2026-11-26T12:57:10.996Z","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","updatedAt":"2026-11-26T12:57:10.996Z","version":4}}}');
INSERT INTO "events" VALUES(5,'{"seq":5,"account":"000000000000","region":"us-east-1","bus":"default","ingestedAt":1795697830997,"event":{"version":"0","id":"57ce01c3-347d-4a6a-9f93-59dcc19a818b","detail-type":"ECS Task State Change","source":"aws.ecs","account":"000000000000","time":"2026-11-26T12:57:10Z","region":"us-east-1","resources":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"],"detail":{"attachments":[],"attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],"availabilityZone":"us-east-1a","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","connectivity":"CONNECTED","connectivityAt":"2026-11-26T12:57:10.984Z","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","containers":[{"containerArn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","exitCode":143,"lastStatus":"STOPPED","name":"app","image":"app","runtimeId":"7440064b8f906b40ca5113ff28dbef3a7005fc115bcd5a3f481d70a513bb4a17","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","cpu":"0","memory":"16","networkBindings":[]}],"cpu":"0","createdAt":"2026-11-26T12:57:10.984Z","desiredStatus":"STOPPED","enableExecuteCommand":false,"executionStoppedAt":"2026-11-26T12:57:10.996Z","group":"family:app","lastStatus":"STOPPED","launchType":"EC2","memory":"16","overrides":{"containerOverrides":[{"name":"app"}]},"startedAt":"2026-11-26T12:57:10.991Z","stopCode":"UserInitiated","stoppedAt":"2026-11-26T12:57:10.997Z","stoppedReason":"Longshore is shutting down","stoppingAt":"2026-11-26T12:57:10.996Z","taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","updatedAt":"2026-11-26T12:57:10.997Z","version":5}}}');
CREATE TABLE iam_entities (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, kind, id)
  ) WITHOUT ROWID;
INSERT INTO "iam_entities" VALUES('000000000000','role','app','/','{"account":"000000000000","name":"app","path":"/","trustPolicy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}","tags":[],"uniqueId":"AROA6USPQDZC5KQG47TQA","createdAt":1795697830,"maxSessionDuration":3600,"inline":{},"attached":[]}');
CREATE TABLE idempotency_tokens (
    scope TEXT NOT NULL, token TEXT NOT NULL, expires_at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (scope, token)
  ) WITHOUT ROWID;
INSERT INTO "idempotency_tokens" VALUES('RunTask arn:aws:ecs:us-east-1:000000000000:cluster/default','e81da651-2565-40aa-8fc1-aad50dd34f90',1795784230984,'{"scope":"RunTask arn:aws:ecs:us-east-1:000000000000:cluster/default","token":"e81da651-2565-40aa-8fc1-aad50dd34f90","fingerprint":"s8zFvQokOvsRMWucnpwiG5_ZpR0xOsoTilGGDclnflc","expiresAt":1795784230984,"taskArns":["arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800"]}');
CREATE TABLE log_events (
    group_id INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL,
    stream_id INTEGER NOT NULL, ingested_at INTEGER NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (group_id, at, seq)
  ) WITHOUT ROWID;
INSERT INTO "log_events" VALUES(1,1795697830869,3,2,1795697830871,'an old line');
CREATE TABLE log_groups (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL,
    retention INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "log_groups" VALUES('000000000000','us-east-1','app',1,NULL,'{"account":"000000000000","region":"us-east-1","name":"app","id":1,"createdAt":1795697830862,"logGroupClass":"STANDARD","deletionProtection":false,"tags":{"team":"a"},"storedBytes":11}');
CREATE TABLE log_removals (
    group_id INTEGER NOT NULL, stream_id INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (group_id, stream_id)
  ) WITHOUT ROWID;
CREATE TABLE log_streams (
    group_id INTEGER NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL, last_event INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (group_id, name)
  ) WITHOUT ROWID;
INSERT INTO "log_streams" VALUES(1,'one',2,1795697830869,'{"groupId":1,"name":"one","id":2,"createdAt":1795697830868,"firstEventAt":1795697830869,"lastEventAt":1795697830869,"lastIngestionAt":1795697830871}');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('ecr-token-key','a196e90575ade45f19989166beae06d691cb3f303e02a61c3091aeba3c44e826');
INSERT INTO "meta" VALUES('events dispatched','0');
INSERT INTO "meta" VALUES('installation','b205beb5b6a80f4e');
INSERT INTO "meta" VALUES('key-fingerprint','14510d66817a4329');
INSERT INTO "meta" VALUES('log-events.seq','4');
CREATE TABLE parameter_versions (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, region, name, version)
  ) WITHOUT ROWID;
INSERT INTO "parameter_versions" VALUES('000000000000','us-east-1','/plain',1,'{"account":"000000000000","region":"us-east-1","name":"/plain","version":1,"type":"String","tier":"Standard","dataType":"text","sealed":"tw6KJ9EKi7FxAXR9TYh4mptsd6t5RWycUWI9KYuptZH9FIiA","labels":[],"modifiedBy":"arn:aws:iam::000000000000:root","modifiedAt":1795697830972}');
INSERT INTO "parameter_versions" VALUES('000000000000','us-east-1','/secure',1,'{"account":"000000000000","region":"us-east-1","name":"/secure","version":1,"type":"SecureString","tier":"Standard","dataType":"text","keyId":"alias/aws/ssm","sealed":"nyOYBru2Ss+HkGW7yEYOzuwlWPDuxv4v7+hy7P0x8d14afUuTw==","labels":[],"modifiedBy":"arn:aws:iam::000000000000:root","modifiedAt":1795697830974}');
CREATE TABLE parameters (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "parameters" VALUES('000000000000','us-east-1','/plain','{"account":"000000000000","region":"us-east-1","name":"/plain","type":"String","version":1,"tags":[]}');
INSERT INTO "parameters" VALUES('000000000000','us-east-1','/secure','{"account":"000000000000","region":"us-east-1","name":"/secure","type":"SecureString","version":1,"tags":[]}');
CREATE TABLE s3_buckets (
    name TEXT PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
INSERT INTO "s3_buckets" VALUES('files','000000000000','{"name":"files","account":"000000000000","region":"us-east-1","createdAt":1795697830000,"settings":{}}');
CREATE TABLE s3_objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
INSERT INTO "s3_objects" VALUES('files','a/b','{"contentType":"application/octet-stream","metadata":{},"storageClass":"STANDARD","bucket":"files","key":"a/b","size":9,"etag":"\"125270c450105b4a49e9421ef42e0b53\"","modifiedAt":1795697830000,"pieces":[{"blob":"cfefe77099bb9a721a103b0fa2614bfd","size":9}],"isMultipart":false,"checksum":{"algorithm":"CRC32","value":"7Xk2PA==","type":"FULL_OBJECT"},"tags":[{"Key":"team","Value":"a"}]}');
CREATE TABLE s3_parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (upload, number)
  ) WITHOUT ROWID;
INSERT INTO "s3_parts" VALUES('xz2H67JKWLYnlOVNRCcUzR1V621Uneisr6xZTN9y_rWJAWFU9dUlCTBWQCFWdq5k',1,'{"upload":"xz2H67JKWLYnlOVNRCcUzR1V621Uneisr6xZTN9y_rWJAWFU9dUlCTBWQCFWdq5k","number":1,"piece":{"blob":"aa28ee5568229c4a2023f8a67ededcdc","size":6},"md5":"9db120e8880f33acf4ddeb40892c390c","checksum":{"algorithm":"CRC32","value":"2+D9gg==","type":"FULL_OBJECT"},"modifiedAt":1795697830000}');
CREATE TABLE s3_uploads (
    bucket TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (bucket, key, id)
  ) WITHOUT ROWID;
INSERT INTO "s3_uploads" VALUES('files','parts','xz2H67JKWLYnlOVNRCcUzR1V621Uneisr6xZTN9y_rWJAWFU9dUlCTBWQCFWdq5k','{"contentType":"binary/octet-stream","metadata":{},"storageClass":"STANDARD","bucket":"files","key":"parts","id":"xz2H67JKWLYnlOVNRCcUzR1V621Uneisr6xZTN9y_rWJAWFU9dUlCTBWQCFWdq5k","startedAt":1795697830000,"tags":[]}');
CREATE TABLE secret_versions (
    secret_arn TEXT NOT NULL, version_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (secret_arn, version_id)
  ) WITHOUT ROWID;
INSERT INTO "secret_versions" VALUES('arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA','2f7b4e19-b762-4f94-ae6b-3146eff26b59','{"secretArn":"arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA","versionId":"2f7b4e19-b762-4f94-ae6b-3146eff26b59","kind":"string","sealed":"Kc+vPQI67D0KoQk+bEtuhyurJ5x+ECzLLyjK3wRXM7NfocGhX8I=","stages":["AWSPREVIOUS"],"createdAt":1795697830966}');
INSERT INTO "secret_versions" VALUES('arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA','8bf2535f-9457-4606-ab2b-c51641160095','{"secretArn":"arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA","versionId":"8bf2535f-9457-4606-ab2b-c51641160095","kind":"string","sealed":"IVB8kmzbAdaxsOXjnv21Nmfi3q0r8u0uZQHHz8DM+oG+09MxZATE4A==","stages":["AWSCURRENT"],"createdAt":1795697830968}');
CREATE TABLE secrets (
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
    arn TEXT NOT NULL UNIQUE, deletion_at INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (account, region, name)
  ) WITHOUT ROWID;
INSERT INTO "secrets" VALUES('000000000000','us-east-1','db','arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA',NULL,'{"account":"000000000000","region":"us-east-1","name":"db","arn":"arn:aws:secretsmanager:us-east-1:000000000000:secret:db-M00ybA","tags":[{"Key":"team","Value":"a"}],"createdAt":1795697830966,"changedAt":1795697830968}');
CREATE TABLE shipped_output (
    runtime_id TEXT PRIMARY KEY, task_arn TEXT NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE sts_sessions (
    access_key_id TEXT PRIMARY KEY, task TEXT, expires_at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE tags (
    resource_arn TEXT PRIMARY KEY, body TEXT NOT NULL
  ) WITHOUT ROWID;
INSERT INTO "tags" VALUES('arn:aws:ecs:us-east-1:000000000000:task-definition/app:1','{"resourceArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","tags":[{"key":"team","value":"a"}]}');
CREATE TABLE task_definition_families (
    account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL,
    status TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, family)
  ) WITHOUT ROWID;
INSERT INTO "task_definition_families" VALUES('000000000000','us-east-1','app','ACTIVE','{"account":"000000000000","region":"us-east-1","family":"app","lastRevision":1,"status":"ACTIVE"}');
CREATE TABLE task_definitions (
    account TEXT NOT NULL, region TEXT NOT NULL, family TEXT NOT NULL, revision INTEGER NOT NULL,
    status TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, region, family, revision)
  );
INSERT INTO "task_definitions" VALUES('000000000000','us-east-1','app',1,'ACTIVE','{"account":"000000000000","region":"us-east-1","family":"app","revision":1,"status":"ACTIVE","definition":{"family":"app","containerDefinitions":[{"name":"app","image":"app","memory":16,"cpu":0,"portMappings":[],"essential":true,"environment":[],"mountPoints":[],"volumesFrom":[],"systemControls":[]}],"volumes":[],"placementConstraints":[],"enableFaultInjection":false,"taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","revision":1,"status":"ACTIVE","requiresAttributes":[],"compatibilities":["EXTERNAL","EC2"],"registeredAt":1795697830.98,"registeredBy":"arn:aws:iam::000000000000:root"}}');
CREATE TABLE tasks (
    arn TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL,
    desired_status TEXT NOT NULL, last_status TEXT NOT NULL, family TEXT NOT NULL, revision INTEGER NOT NULL,
    launch_type TEXT NOT NULL, started_by TEXT, task_group TEXT NOT NULL, container_instance TEXT,
    created_at INTEGER NOT NULL, stopped_at INTEGER, cleaned_at INTEGER,
    body TEXT NOT NULL
  );
INSERT INTO "tasks" VALUES('arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800','000000000000','us-east-1','default','STOPPED','STOPPED','app',1,'EC2',NULL,'family:app','arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc',1795697830984,1795697830997,1795697830998,'{"arn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","id":"01d508c66de8cddab2e26e138bf1a800","account":"000000000000","region":"us-east-1","clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default","clusterName":"default","containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/c907df721c5105b1dbb394519e97cefc","taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/app:1","family":"app","revision":1,"availabilityZone":"us-east-1a","request":{"group":"family:app","launchType":"EC2","enableExecuteCommand":false,"overrides":{"containerOverrides":[{"name":"app"}],"inferenceAcceleratorOverrides":[]}},"plan":{"networkMode":"bridge","stages":[],"networkSysctls":{},"containers":[{"name":"app","engineName":"ecs-app-1-app-34ffd83ef691af46f0c5","image":"app","essential":true,"environment":{},"resources":{"cpu":0,"memory":16777216},"ports":[],"links":[],"mounts":[],"volumesFrom":[],"dependsOn":[],"stopTimeout":30,"labels":{"com.amazonaws.ecs.cluster":"default","com.amazonaws.ecs.task-arn":"arn:aws:ecs:us-east-1:000000000000:task/default/01d508c66de8cddab2e26e138bf1a800","com.amazonaws.ecs.task-definition-family":"app","com.amazonaws.ecs.task-definition-version":"1","com.amazonaws.ecs.container-name":"app"},"privileged":false,"readonlyRootFilesystem":false,"interactive":false,"pseudoTerminal":false,"disableNetworking":false,"securityOptions":[],"dnsServers":[],"dnsSearchDomains":[],"extraHosts":[],"init":false,"capabilities":{"add":[],"drop":[]},"devices":[],"tmpfs":{},"ulimits":[],"sysctls":{}}],"volumes":[],"notices":[]},"desiredStatus":"STOPPED","lastStatus":"STOPPED","version":5,"containers":[{"name":"app","arn":"arn:aws:ecs:us-east-1:000000000000:container/default/01d508c66de8cddab2e26e138bf1a800/3c410000-8546-4b4a-aabc-5ff9b226b888","endpointId":"e3f2846c-4553-46c6-8bed-c074be2a1c2d","known":"STOPPED","networkBindings":[],"stopAttempts":0,"restarts":0,"imageId":"app","runtimeId":"7440064b8f906b40ca5113ff28dbef3a7005fc115bcd5a3f481d70a513bb4a17","createdAt":1795697830991,"networks":[{"name":"bridge","ipv4":"172.17.0.2"}],"mounts":[],"startedAt":1795697830991,"finishedAt":1795697830996,"exitCode":143}],"stagesDone":[],"createdAt":1795697830984,"connectivityAt":1795697830984,"startedAt":1795697830991,"stopCode":"UserInitiated","stoppedReason":"Longshore is shutting down","stoppingAt":1795697830996,"executionStoppedAt":1795697830996,"stoppedAt":1795697830997,"cleanedAt":1795697830998}');
CREATE INDEX task_definition_families_by_status ON task_definition_families (account, region, status, family);
CREATE INDEX task_definitions_by_status ON task_definitions (account, region, status, family, revision);
CREATE INDEX tasks_by_cluster ON tasks (account, region, cluster, desired_status, arn);
CREATE INDEX tasks_by_status ON tasks (account, region, cluster, last_status, launch_type);
CREATE INDEX tasks_by_starter ON tasks (account, region, cluster, started_by, desired_status, arn)
    WHERE started_by IS NOT NULL;
CREATE INDEX tasks_by_definition ON tasks (account, region, family, revision);
CREATE INDEX tasks_unfinished ON tasks (arn) WHERE cleaned_at IS NULL;
CREATE INDEX tasks_by_end ON tasks (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX idempotency_tokens_by_end ON idempotency_tokens (expires_at);
CREATE INDEX event_rules_scheduled ON event_rules (account, region, bus, name) WHERE scheduled = 1;
CREATE INDEX event_deliveries_by_lane ON event_deliveries (lane, seq);
CREATE INDEX secrets_to_delete ON secrets (deletion_at) WHERE deletion_at IS NOT NULL;
CREATE INDEX ecr_repositories_by_name ON ecr_repositories (name);
CREATE INDEX ecr_images_by_subject ON ecr_images (account, region, repository, subject, digest)
    WHERE subject IS NOT NULL;
CREATE INDEX ecr_tags_by_digest ON ecr_tags (account, region, repository, digest, tag);
CREATE INDEX ecr_layers_by_digest ON ecr_layers (digest);
CREATE INDEX ecr_uploads_by_repository ON ecr_uploads (account, region, repository);
CREATE INDEX ecr_uploads_by_time ON ecr_uploads (touched_at);
CREATE INDEX log_groups_by_retention ON log_groups (retention) WHERE retention IS NOT NULL;
CREATE INDEX log_streams_by_last_event ON log_streams (group_id, last_event, name);
CREATE INDEX log_events_by_stream ON log_events (stream_id, at, seq);
CREATE INDEX shipped_output_by_task ON shipped_output (task_arn);
CREATE INDEX sts_sessions_by_task ON sts_sessions (task) WHERE task IS NOT NULL;
CREATE INDEX sts_sessions_by_end ON sts_sessions (expires_at);
CREATE INDEX s3_buckets_by_account ON s3_buckets (account, name);
COMMIT;
