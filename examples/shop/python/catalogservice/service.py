"""catalogservice: products, out of the DynamoDB table ProductCatalog."""
import boto3
from aws_xray_sdk.core import patch_all, xray_recorder  # X-Ray
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware  # X-Ray
from botocore.exceptions import ClientError
from flask import Flask, jsonify

app = Flask(__name__)
xray_recorder.configure(service="catalogservice", plugins=("ECSPlugin",))  # X-Ray
XRayMiddleware(app, xray_recorder)  # X-Ray
patch_all()  # X-Ray

dynamodb = boto3.client("dynamodb")
table = "ProductCatalog"


def product_of(item):
    fields = ("id", "name", "description", "manufacturer", "category", "picture")
    offer = {"currencyCode": item["currencyCode"]["S"], "price": float(item["price"]["N"])}
    return {**{field: item[field]["S"] for field in fields}, "offer": offer}


@app.get("/api/v1/healthz")
def healthz():
    return "OK"


@app.get("/api/v1/product/<product_id>")
def product(product_id):
    item = dynamodb.get_item(TableName=table, Key={"id": {"S": product_id}}).get("Item")
    if item is None:
        return jsonify(code=404, status=f"There is no product {product_id}"), 404
    return jsonify(product_of(item))


@app.get("/api/v1/products")
def products():
    return jsonify([product_of(item) for item in dynamodb.scan(TableName=table)["Items"]])


@app.errorhandler(ClientError)
def refused(error):
    return jsonify(code=500, status=str(error)), 500
