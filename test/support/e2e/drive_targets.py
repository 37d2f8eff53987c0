"""Sends events by a rule of Longshore's to services that moto has, and prints what arrived there as JSON."""

import json
import time

import boto3

sqs = boto3.client("sqs")
queue = sqs.create_queue(QueueName="target")["QueueUrl"]
queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
behind = sqs.create_queue(QueueName="behind-topic")["QueueUrl"]
behind_arn = sqs.get_queue_attributes(QueueUrl=behind, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
sns = boto3.client("sns")
topic = sns.create_topic(Name="topic")["TopicArn"]
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=behind_arn)
kinesis = boto3.client("kinesis")
kinesis.create_stream(StreamName="stream", ShardCount=1)
stream_arn = kinesis.describe_stream(StreamName="stream")["StreamDescription"]["StreamARN"]

events = boto3.client("events")
events.put_rule(Name="all", EventPattern=json.dumps({"source": ["app"]}))
role = "arn:aws:iam::123456789012:role/events"
failed = events.put_targets(
    Rule="all",
    Targets=[
        {"Id": "queue", "Arn": queue_arn},
        {"Id": "topic", "Arn": topic},
        {"Id": "stream", "Arn": stream_arn, "RoleArn": role},
    ],
)["FailedEntries"]
events.put_events(Entries=[{"Source": "app", "DetailType": "Thing", "Detail": json.dumps({"n": 1})}])


def received(url):
    messages = sqs.receive_message(QueueUrl=url).get("Messages", [])
    return json.loads(messages[0]["Body"]) if messages else None


def recorded():
    shard = kinesis.describe_stream(StreamName="stream")["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName="stream", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    return json.loads(records[0]["Data"]) if records else None


def within(seconds, ask):
    end = time.time() + seconds
    while time.time() < end:
        found = ask()
        if found is not None:
            return found
        time.sleep(0.1)


told = {
    "failed": failed,
    "queue": within(10, lambda: received(queue)),
    "topic": within(10, lambda: received(behind)),
    "stream": within(10, recorded),
}
print(json.dumps(told))
