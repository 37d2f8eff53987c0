"""Drives EventBridge Scheduler, archives and replays as a boto3 user would, and prints as JSON what it saw."""

import datetime
import json
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

once = Config(retries={"total_max_attempts": 1})
scheduler = boto3.client("scheduler", config=once)
events = boto3.client("events", config=once)
logs = boto3.client("logs", config=once)
bus = "arn:aws:events:us-east-1:000000000000:event-bus/default"


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return None


def until(look):
    for _ in range(200):
        if look():
            return True
        time.sleep(0.02)
    return False


now = datetime.datetime.now(datetime.timezone.utc)
scheduler.create_schedule_group(Name="jobs", Tags=[{"Key": "team", "Value": "a"}])
arn = scheduler.create_schedule(
    Name="once",
    GroupName="jobs",
    ScheduleExpression=now.strftime("at(%Y-%m-%dT%H:%M:%S)"),
    FlexibleTimeWindow={"Mode": "OFF"},
    ActionAfterCompletion="DELETE",
    Target={
        "Arn": "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup",
        "RoleArn": "arn:aws:iam::000000000000:role/scheduler",
        "Input": json.dumps({"LogGroupName": "/made/by-schedule"}),
    },
)["ScheduleArn"]
done = until(lambda: error_of(scheduler.get_schedule, Name="once", GroupName="jobs") is not None)
made = logs.describe_log_groups(logGroupNamePrefix="/made")["logGroups"]
gone = error_of(scheduler.get_schedule, Name="once", GroupName="jobs")
tags = scheduler.list_tags_for_resource(
    ResourceArn="arn:aws:scheduler:us-east-1:000000000000:schedule-group/jobs"
)["Tags"]
groups = [group["Name"] for page in scheduler.get_paginator("list_schedule_groups").paginate() for group in page["ScheduleGroups"]]

events.create_archive(ArchiveName="all", EventSourceArn=bus)
events.put_events(Entries=[{"Source": "app", "DetailType": "Thing", "Detail": "{}"}])
events.start_replay(
    ReplayName="again",
    EventSourceArn="arn:aws:events:us-east-1:000000000000:archive/all",
    EventStartTime=now - datetime.timedelta(hours=1),
    EventEndTime=now + datetime.timedelta(hours=1),
    Destination={"Arn": bus},
)
replayed = until(lambda: events.describe_replay(ReplayName="again")["State"] == "COMPLETED")

print(
    json.dumps(
        {
            "arn": arn,
            "done": done,
            "made": [group["logGroupName"] for group in made],
            "gone": gone,
            "tags": tags,
            "groups": groups,
            "archived": events.describe_archive(ArchiveName="all")["EventCount"],
            "replayed": replayed,
        }
    )
)
