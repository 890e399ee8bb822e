"""A Flask app with the X-Ray SDK for Python, DynamoDB through boto3 and SQLite: it knows nothing of Roentgen.

Prints its port once it listens and the SDK decides by the rules that it was sent. Environment: AWS_XRAY_DAEMON_ADDRESS, DYNAMODB_URL.
"""

import logging
import os
import sqlite3
import threading

import boto3
import botocore.config
import botocore.exceptions
from aws_xray_sdk.core import patch, xray_recorder
from aws_xray_sdk.ext.flask.middleware import XRayMiddleware
from flask import Flask
from werkzeug.serving import make_server

logging.basicConfig(level=logging.WARNING)
logging.getLogger('aws_xray_sdk').setLevel(logging.DEBUG)
rules_have_come = threading.Event()


class RuleSelected(logging.Handler):
    """The SDK says nothing when rules come; it does say so when it decides by one of them."""

    def emit(self, record):
        if record.getMessage() == 'Rule Default is selected to make a sampling decision.':
            rules_have_come.set()


logging.getLogger('aws_xray_sdk.core.sampling.sampler').addHandler(RuleSelected())

patch(('boto3', 'sqlite3'))
app = Flask(__name__)
xray_recorder.configure(service='Bücherei')
XRayMiddleware(app, xray_recorder)

dynamodb = boto3.client(
    'dynamodb',
    endpoint_url=os.environ['DYNAMODB_URL'],
    config=botocore.config.Config(retries={'max_attempts': 0}),
)


@app.route('/books/<book>')
def book(book):
    xray_recorder.current_segment().set_user('mary')
    with xray_recorder.in_subsegment('price') as subsegment:
        subsegment.put_annotation('book', book)
    sqlite3.connect(':memory:').execute('select 1')
    try:
        dynamodb.get_item(TableName='Books', Key={'id': {'S': book}})
    except botocore.exceptions.ClientError:
        return 'come back later', 429
    return book


@app.route('/boom')
def boom():
    raise ValueError('bad wolf')


# Until the rules come the SDK decides by a rule of its own, which takes one request a second.
for _ in range(200):
    xray_recorder.sampler.should_trace()
    if rules_have_come.wait(0.1):
        break
else:
    raise TimeoutError('no sampling rule was accepted within 20 s')

server = make_server('127.0.0.1', 0, app)
print(server.port, flush=True)
server.serve_forever()
