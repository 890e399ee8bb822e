"""Groups as boto3 makes, lists, tags, uses and deletes them. Arguments: the server's URL. Prints one line when all holds."""

import json
import sys
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

url = sys.argv[1]
xray = boto3.client("xray", endpoint_url=url)


def send(fields):
    now = time.time()
    number = time.time_ns()
    trace_id = f"1-{int(now):08x}-{number:024x}"
    document = {"trace_id": trace_id, "id": f"{number:016x}", "start_time": now - 0.1, "end_time": now, **fields}
    answer = xray.put_trace_segments(TraceSegmentDocuments=[json.dumps(document)])
    assert answer["UnprocessedTraceSegments"] == [], answer
    urllib.request.urlopen(urllib.request.Request(f"{url}/api/flush", method="POST")).read()
    return trace_id


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was taken: {arguments}")


def window():
    return {"StartTime": time.time() - 600, "EndTime": time.time() + 60}


early = send({"name": "shop", "fault": True})
group = xray.create_group(
    GroupName="boto", FilterExpression="fault", Tags=[{"Key": "team", "Value": "a"}, {"Key": "env", "Value": "b"}]
)["Group"]
arn = group["GroupARN"]
assert xray.get_group(GroupARN=arn)["Group"] == group
assert [one["GroupName"] for page in xray.get_paginator("get_groups").paginate() for one in page["Groups"]] == ["Default", "boto"]

xray.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "c"}])
xray.untag_resource(ResourceARN=arn, TagKeys=["env"])
assert xray.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "team", "Value": "c"}]

late = send({"name": "shop", "fault": True})
send({"name": "shop"})
graph = xray.get_service_graph(GroupName="boto", **window())
shop = [service for service in graph["Services"] if service.get("Type") != "client"]
assert [service["SummaryStatistics"]["TotalCount"] for service in shop] == [1], graph
assert graph["ContainsOldGroupVersions"] is False
series = xray.get_time_series_service_statistics(GroupARN=arn, **window())["TimeSeriesServiceStatistics"]
assert sum(one["EdgeSummaryStatistics"]["FaultStatistics"]["TotalCount"] for one in series) == 1, series
found = xray.get_trace_summaries(FilterExpression='group.name = "boto"', **window())["TraceSummaries"]
assert {trace["Id"] for trace in found} == {early, late}, found

changed = xray.update_group(GroupName="boto", FilterExpression="ok", InsightsConfiguration={"InsightsEnabled": True})["Group"]
assert changed["FilterExpression"] == "ok" and changed["InsightsConfiguration"]["InsightsEnabled"] is True
assert xray.get_service_graph(GroupName="boto", **window())["ContainsOldGroupVersions"] is True
assert "fautl is no keyword" in refused("InvalidRequestException", xray.update_group, GroupName="boto", FilterExpression="fautl")
assert "part of itself" in refused("InvalidRequestException", xray.update_group, GroupName="boto", FilterExpression='group.name = "boto"')
xray.delete_group(GroupARN=arn)
refused("InvalidRequestException", xray.get_group, GroupARN=arn)
print("boto3: groups are made, listed, tagged, used, changed and deleted")
