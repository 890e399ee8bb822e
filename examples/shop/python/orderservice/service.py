"""orderservice: takes orders; each goes to an SQS queue, and the id of its message is the number of the order."""
import json
import os

import boto3
import requests
from aws_xray_sdk.core import patch_all, xray_recorder  # X-Ray
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware  # X-Ray
from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, jsonify, request

app = Flask(__name__)
xray_recorder.configure(service="orderservice", plugins=("ECSPlugin",))  # X-Ray
XRayMiddleware(app, xray_recorder)  # X-Ray
patch_all()  # X-Ray

cart = f"http://{os.environ['CART_ENDPOINT']}/api/v1"
catalog = f"http://{os.environ['CATALOG_ENDPOINT']}/api/v1"
queue = os.environ.get("ORDER_QUEUE", "demostore-orderqueue")
sqs = boto3.client("sqs")
needed = "name email address country state zip city paymentMethod cart_id user_id".split()


class Refused(Exception):
    """An order that cannot be taken."""


@app.get("/api/v1/healthz")
def healthz():
    return "OK"


@app.post("/api/v1/order")
def order():
    wanted = request.get_json()
    missing = [field for field in needed if field not in wanted]
    if missing:
        raise Refused(f"The order lacks {', '.join(missing)}")
    answer = requests.get(f"{cart}/cart/{wanted['cart_id']}", timeout=1)
    if answer.status_code != 200:
        raise Refused(f"cartservice answered {answer.status_code}")
    if not answer.json()["items"]:
        raise Refused("The cart is empty")
    items = [product(product_id) for product_id in answer.json()["items"]]
    data = {**wanted, "items": items}
    url = sqs.list_queues(QueueNamePrefix=queue)["QueueUrls"][0]
    sent = sqs.send_message(QueueUrl=url, MessageBody=json.dumps(data))
    return jsonify(order_id=sent["MessageId"], code=200, status="Order accepted", data=data)


def product(product_id):
    answer = requests.get(f"{catalog}/product/{product_id}", timeout=1)
    if answer.status_code != 200:
        raise Refused(f"catalogservice answered {answer.status_code} for product {product_id}")
    return answer.json()


@app.errorhandler(Refused)
@app.errorhandler(requests.RequestException)
@app.errorhandler(ClientError)
@app.errorhandler(BotoCoreError)
def failed(error):
    return jsonify(order_id="", code=500, status=str(error)), 500
