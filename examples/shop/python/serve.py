"""Starts one service: `python serve.py path/to/service.py`, whose `app` is served on $PORT.

The service itself reads as it would in a cluster: it calls http://cartservice/... and knows nothing of ports, of one
machine, or of who started it. All of that is here.
"""
import importlib.util
import json
import os
import socket
import sys
import threading

from werkzeug.serving import make_server

names = json.loads(os.environ.get("SHOP_NAMES", "{}"))
resolve = socket.getaddrinfo


def resolve_in_cluster(host, port, *args, **kwargs):
    """Leads known names to their balancers. Only the connection differs: the Host header and what an SDK records do not."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in names:
        return resolve("127.0.0.1", names[name], *args, **kwargs)
    return resolve(host, port, *args, **kwargs)


def end_with_starter():
    """Whoever started this process holds the other end of its standard input; when that closes, nobody is left to end it."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main(path):
    socket.getaddrinfo = resolve_in_cluster
    threading.Thread(target=end_with_starter, daemon=True).start()
    spec = importlib.util.spec_from_file_location("service", path)
    service = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(service)
    make_server("127.0.0.1", int(os.environ.get("PORT", "8080")), service.app, threaded=True).serve_forever()


main(sys.argv[1])
