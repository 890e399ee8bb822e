"""recommenderservice: three products that go with a product. Which ones is drawn when the process starts."""
import os
import random

import requests
from aws_xray_sdk.core import patch_all, xray_recorder  # X-Ray
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware  # X-Ray
from flask import Flask, jsonify

app = Flask(__name__)
xray_recorder.configure(service="recommenderservice", plugins=("ECSPlugin",))  # X-Ray
XRayMiddleware(app, xray_recorder)  # X-Ray
patch_all()  # X-Ray

catalog = f"http://{os.environ['CATALOG_ENDPOINT']}/api/v1"
products = (
    "3377807835348 0983976883313 5147991444866 6392888360364 1051094507639 "
    "6464865908071 3103748076140 4618701513994 3480077496703"
).split()
recommendations = {product: random.sample(products, 3) for product in products}


@app.get("/api/v1/healthz")
def healthz():
    return "OK"


@app.get("/api/v1/recommender/<product_id>")
def recommend(product_id):
    answers = [requests.get(f"{catalog}/product/{other}", timeout=1) for other in recommendations.get(product_id, [])]
    found = [answer.json() for answer in answers if answer.status_code == 200]
    if not found:
        return jsonify(recommendations={}, status=404), 404
    return jsonify(recommendations=found, status=200)


@app.errorhandler(requests.RequestException)
def failed(error):
    return jsonify(code=500, status=str(error)), 500
