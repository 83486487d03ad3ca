"""Calls a gateway with boto3, and prints what each call returned, as one JSON object a line.

Arguments: the endpoint, the model, and how often the client may retry.
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, model, attempts = sys.argv[1:4]
client = boto3.client(
    "bedrock-runtime",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="AKIAEXAMPLEBOB000002",
    aws_secret_access_key="others",
    config=Config(retries={"total_max_attempts": int(attempts), "mode": "standard"}),
)
messages = [{"role": "user", "content": [{"text": "Hello there."}]}]
body = json.dumps(
    {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 50,
        "messages": [{"role": "user", "content": "Hello"}],
    }
)


def converse():
    return client.converse(modelId=model, messages=messages)["usage"]


def converse_stream():
    events = list(client.converse_stream(modelId=model, messages=messages)["stream"])
    return events[-1]["metadata"]["usage"]


def invoke_model():
    answer = client.invoke_model(modelId=model, body=body, guardrailIdentifier="gr1abcdefghi", guardrailVersion="1")
    usage = json.loads(answer["body"].read())["usage"]
    return {"inputTokens": usage["input_tokens"], "outputTokens": usage["output_tokens"]}


def invoke_model_with_response_stream():
    events = list(client.invoke_model_with_response_stream(modelId=model, body=body)["body"])
    metrics = json.loads(events[-1]["chunk"]["bytes"])["amazon-bedrock-invocationMetrics"]
    return {"inputTokens": metrics["inputTokenCount"], "outputTokens": metrics["outputTokenCount"]}


for call in (converse, converse_stream, invoke_model, invoke_model_with_response_stream):
    try:
        usage = call()
        print(json.dumps({"input": usage["inputTokens"], "output": usage["outputTokens"]}))
    except ClientError as error:
        print(json.dumps({"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}))
