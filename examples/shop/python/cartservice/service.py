"""cartservice: the products in each customer's cart, a Redis set a cart."""
import os

import redis
import requests
from aws_xray_sdk.core import patch_all, xray_recorder  # X-Ray
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware  # X-Ray
from flask import Flask, jsonify, request

app = Flask(__name__)
xray_recorder.configure(service="cartservice", plugins=("ECSPlugin",))  # X-Ray
XRayMiddleware(app, xray_recorder)  # X-Ray
patch_all()  # X-Ray

catalog = f"http://{os.environ['CATALOG_ENDPOINT']}/api/v1"
carts = redis.Redis.from_url(os.environ["REDIS_ENDPOINT"], decode_responses=True)


@app.get("/api/v1/healthz")
def healthz():
    return "OK"


@app.get("/api/v1/cart/<cart_id>")
def cart(cart_id):
    items = sorted(carts.smembers(cart_id))
    return jsonify(items=items, size=len(items))


@app.post("/api/v1/cart")
def add():
    body = request.get_json()
    product_id, cart_id = body.get("product_id"), body.get("cart_id")
    if not isinstance(product_id, str) or not isinstance(cart_id, str):
        return jsonify(code=400, status="product_id and cart_id are needed"), 400
    if requests.get(f"{catalog}/product/{product_id}", timeout=1).status_code != 200:
        return jsonify(code=404, status=f"There is no product {product_id}"), 404
    added = carts.sadd(cart_id, product_id)
    return jsonify(message="Product added to the cart" if added else "Product was in the cart", status=200)


@app.delete("/api/v1/cart/<cart_id>")
def remove(cart_id):
    carts.delete(cart_id)
    return jsonify(message="Cart deleted", status=200)


@app.errorhandler(redis.RedisError)
@app.errorhandler(requests.RequestException)
def failed(error):
    return jsonify(code=500, status=str(error)), 500
