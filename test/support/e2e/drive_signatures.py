"""Signs calls in every way that boto3 knows, and fails at the first that is not taken."""

import io
import urllib.request

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
s3.create_bucket(Bucket="bucket")
for key in ["a b/ü", "x+y&z=1", "it's(1)*!~", "tab\there", "%41%zz", "a//b/./c/../d"]:
    s3.put_object(Bucket="bucket", Key=key, Body=b"one", Metadata={"m": "v  w"}, Tagging="a=b&c=d%20e")
    assert s3.get_object(Bucket="bucket", Key=key)["Body"].read() == b"one"
    for version in ["s3v4", "s3"]:
        signer = boto3.client("s3", config=Config(signature_version=version))
        asked = {"ResponseContentType": "text/plain", "ResponseContentDisposition": 'attachment; filename="a b"'}
        url = signer.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": key, **asked})
        assert urllib.request.urlopen(url).read() == b"one", (key, version)
        params = {"Bucket": "bucket", "Key": key, "ContentType": "text/plain"}
        url = signer.generate_presigned_url("put_object", Params=params)
        headers = {"Content-Type": "text/plain"}
        urllib.request.urlopen(urllib.request.Request(url, data=b"one", method="PUT", headers=headers))
s3.upload_fileobj(io.BytesIO(b"x" * (20 * 1024 * 1024)), "bucket", "big")
assert s3.list_objects_v2(Bucket="bucket", Prefix="a b/", Delimiter="/")["KeyCount"] == 1
s3.copy_object(Bucket="bucket", Key="copy ü", CopySource={"Bucket": "bucket", "Key": "a b/ü"})
s3.delete_objects(Bucket="bucket", Delete={"Objects": [{"Key": "big"}]})
whole = boto3.client("s3", config=Config(s3={"payload_signing_enabled": True}))
whole.put_object(Bucket="bucket", Key="signed", Body=b"z" * 100_000)

for version in ["s3v4", "s3"]:
    form = boto3.client("s3", config=Config(signature_version=version)).generate_presigned_post("bucket", "posted")
    fields = {**form["fields"], "file": ("name", b"posted")}
    assert urllib3.request("POST", form["url"], fields=fields).status == 204, version
    name = "x-amz-signature" if version == "s3v4" else "signature"
    answer = urllib3.request("POST", form["url"], fields={**fields, name: "0" * 64})
    assert b"SignatureDoesNotMatch" in answer.data, version
    assert s3.get_object(Bucket="bucket", Key="posted")["Body"].read() == b"posted"

sts = boto3.client("sts")
for method in ["GET", "POST"]:
    url = sts.generate_presigned_url("get_caller_identity", HttpMethod=method)
    assert b"<Account>" in urllib.request.urlopen(urllib.request.Request(url, method=method)).read()

wrong = {"aws_secret_access_key": "wrong", "aws_access_key_id": "111122223333"}
refused = {}
for service, call in [("s3", "list_buckets"), ("iam", "list_roles"), ("ecs", "list_clusters"), ("scheduler", "list_schedules")]:
    try:
        getattr(boto3.client(service, **wrong), call)()
    except ClientError as error:
        refused[service] = error.response["Error"]["Code"]
print(refused)
