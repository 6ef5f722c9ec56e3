"""Calls become answers: the one place that speaks HTTP."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from postroom import PostroomError
from postroom.web.call import Call, Service, UnsureError
from postroom.web.redact import redact_answer
from postroom.web.refusal import AGAIN, explain_refusal

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

MOST_BYTES = 8_000_000
"""No answer that is of use is larger."""

_TALKERS = ("httpx", "httpcore")
_GOOD = range(200, 300)
_PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}
"""What is packed may be larger than it looks."""


@dataclass(frozen=True)
class Courier:
    """Makes calls, each once; whatever goes wrong is one sentence with a fix."""

    open_client: Callable[[], "httpx.Client"]
    """Opens a client for one call; none is opened before."""

    patience: float = 90.0
    """How many seconds a whole answer may take."""

    _secrets: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    """Of all its calls: a server may say in a later answer what it was told before."""

    def ask(self, service: Service, call: Call, shape: type[T]) -> T:
        """Make a call, and give what its answer says.

        Args:
            service: Whose server it is.
            call: What is asked.
            shape: What a good answer looks like.

        Raises:
            RefusedError: The answer is no, or leads elsewhere.
            UnsureError: No whole answer came, or none that makes sense.
            PostroomError: Nothing went out.
        """
        body = self._call(service, call)
        if body is None:
            what = f"{service.name} answers with something that is not JSON"
            raise UnsureError(f"{what}\n    fix: check the address in {service.setting}")
        return _check(service, body, shape)

    def tell(self, service: Service, call: Call) -> None:
        """Make a call of whose answer nothing matters but that it is a yes.

        Raises:
            RefusedError: The answer is no, or leads elsewhere.
            UnsureError: No whole answer came.
            PostroomError: Nothing went out.
        """
        self._call(service, call)

    def _call(self, service: Service, call: Call) -> Any:
        """Make a call; give the JSON of its answer, None if it is none."""
        self._secrets.update(call.secrets)
        answer, content = self._exchange(service, call)
        body = redact_answer(_parse(content), call.secrets, self._secrets)
        if answer.status_code not in _GOOD:
            raise explain_refusal(
                service,
                call,
                status=answer.status_code,
                headers=answer.headers,
                body=body,
                secrets=self._secrets,
            )
        return body

    def _exchange(self, service: Service, call: Call) -> tuple["httpx.Response", bytes]:
        """Send and receive; what httpx says may hold secrets, so it ends here."""
        for name in _TALKERS:  # in a header of an answer, they would log our own keys
            logging.getLogger(name).setLevel(logging.WARNING)
        with self.open_client() as client:
            import httpx  # noqa: PLC0415 - only those who send need it

            try:
                return self._send(client, service, call)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL):
                what = f"{service.name} cannot be reached"
                fix = f"check your connection, and the address in {service.setting}"
                error = PostroomError(f"{what}\n    fix: {fix}")
            except httpx.TimeoutException:
                what = f"{service.name} does not answer in time"
                error = UnsureError(f"{what}\n    fix: {AGAIN}")
            except httpx.TransportError:
                error = UnsureError(f"{service.name} broke off\n    fix: {AGAIN}")
        raise error

    def _send(
        self, client: "httpx.Client", service: Service, call: Call
    ) -> tuple["httpx.Response", bytes]:
        deadline = time.monotonic() + self.patience
        content = bytearray()
        with client.stream(
            call.method,
            call.url,
            headers={**_PLAIN, **call.sent_headers},
            content=call.sent_body,
            follow_redirects=False,  # what is secret would go along
        ) as answer:
            for part in answer.iter_raw():
                content += part
                if len(content) > MOST_BYTES:
                    what = f"answers with more than {MOST_BYTES // 1_000_000} MB"
                    fix = f"check the address in {service.setting}"
                    raise UnsureError(f"{service.name} {what}\n    fix: {fix}")
                if time.monotonic() > deadline:
                    what = "takes too long over its answer"
                    raise UnsureError(f"{service.name} {what}\n    fix: {AGAIN}")
        return answer, bytes(content)


def _parse(content: bytes) -> Any:
    """Read JSON; None if it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _check(service: Service, body: object, shape: type[T]) -> T:
    """Check an answer; what pydantic says would quote it, secrets and all."""
    try:
        return TypeAdapter(shape).validate_python(body)
    except ValidationError as error:
        key = ".".join(map(str, error.errors()[0]["loc"])) or "anything"
    raise UnsureError(f"{service.name} answers without `{key}`\n    fix: {AGAIN}")
