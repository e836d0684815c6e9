"""Records, as JSON lines, every HTTP exchange of the process and what the client's functions answered or raised."""

import contextlib
import json
import math
import threading
from urllib.parse import parse_qsl, urlsplit

import requests
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException, RestException
from mlflow.store.entities import PagedList

# The class of all entities; its own name differs from version to version.
(Entity,) = Metric.__bases__


class Recorder:
    def __init__(self, path):
        self._file = open(path, "w", encoding="utf-8")
        self._lock = threading.Lock()
        self._settled = True
        self._record_exchanges()

    @contextlib.contextmanager
    def step(self, name):
        """What follows, up to the next step, is compared as one piece; an unexpected error is recorded and the next step goes on."""
        self._write({"kind": "step", "name": name})
        try:
            yield
        except Exception as error:
            self._write({"kind": "broken", "name": name, **describe(error)})

    def answer(self, name, value):
        self._write({"kind": "answer", "name": name, "value": plain(value)})

    def refused(self, name, call):
        """`call` is expected to be refused; whatever it does is recorded."""
        try:
            self.answer(name, call())
        except Exception as error:
            self._write({"kind": "refused", "name": name, **describe(error)})

    @contextlib.contextmanager
    def unsettled(self):
        """Meanwhile threads of the client write: what it reads shows whatever has arrived by then, as does what it sends; neither is recorded."""
        self._settled = False
        yield
        self._settled = True

    def _record_exchanges(self):
        original = requests.Session.send
        main = threading.main_thread()

        def send(session, request, **options):
            # Uploads and autologging use threads: the order of what they send is not an answer of the server.
            thread = "main" if threading.current_thread() is main else "other"
            record = {"kind": "http", "thread": thread, **asked(request)}
            if not self._settled:
                record["request"] = None
            try:
                response = original(session, request, **options)
            except requests.exceptions.RetryError:
                # The client would have repeated it: it was a 500, or one of its kind, and the answer is gone.
                self._write({**record, "status": 500, "type": "", "response": None})
                raise
            is_comparable = self._settled or request.method != "GET"
            self._write({**record, **answered(response, options if is_comparable else {"stream": True})})
            return response

        requests.Session.send = send

    def _write(self, record):
        line = json.dumps(record, ensure_ascii=True, allow_nan=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()


def asked(request):
    url = urlsplit(request.url)
    return {
        "method": request.method,
        "path": url.path,
        "query": parse_qsl(url.query, keep_blank_values=True),
        "request": request_body(request),
    }


def answered(response, options):
    return {
        "status": response.status_code,
        "type": response.headers.get("content-type", "").split(";")[0],
        # A streamed answer is for the client to read.
        "response": None if options.get("stream") else response_body(response),
    }


def request_body(request):
    if not request.headers.get("content-type", "").startswith("application/json") or not request.body:
        return None
    try:
        return finite(json.loads(request.body))
    except (ValueError, TypeError):
        return None


def response_body(response):
    if "json" in response.headers.get("content-type", ""):
        return finite(response.json())
    return None if "protobuf" in response.headers.get("content-type", "") else response.text


def describe(error):
    if isinstance(error, RestException):
        # The message stands in the exchange before it.
        return {"error": type(error).__name__, "code": error.error_code}
    if isinstance(error, MlflowException):
        return {"error": type(error).__name__, "code": error.error_code, "message": str(error)}
    return {"error": type(error).__name__, "message": str(error)}


def plain(value):
    """JSON of an answer: entities as objects of their properties, a page with whether there is another."""
    if isinstance(value, PagedList):
        return {"items": [plain(item) for item in value], "has_more": bool(value.token)}
    if isinstance(value, Entity):
        return {name: plain(item) for name, item in value}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if value is None or isinstance(value, (bool, int, float, str)):
        return finite(value)
    return str(value)


def finite(value):
    """Numbers that JSON has no form for become text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return value
