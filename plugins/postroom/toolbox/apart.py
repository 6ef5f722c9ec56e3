"""What strangers wrote is read in a process of its own, which can be ended.

A few bytes can keep a parser busy for hours, or make it fill the memory: nothing else
would end that. `Helper` is asked; `serve` answers, in the other process.
"""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from threading import Event, Timer
from typing import IO, Self

_LENGTH = 8
"""Bytes that say how long a question or an answer is."""

_OUT_OF_MEMORY = 71
"""The exit code of a process that wanted more memory than it may have."""


_TIME_IS_UP = -getattr(signal, "SIGXCPU", -256)
"""The exit code of a process that the system ended after all its processor time."""


class HelperError(Exception):
    """No answer came: the process ended, for no known reason if it is this class."""


class HelperSlowError(HelperError):
    """It took too long, and was ended."""


class HelperFullError(HelperError):
    """It wanted too much memory."""


class Helper:
    """A module that answers questions, one after the other, in a process of its own.

    The process is started with the first question; once it has ended, the next question
    starts another.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        """Name what `python -m` runs, and with which arguments."""
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, question: bytes, *, seconds: float) -> bytes:
        """Ask, and wait for the answer.

        Args:
            question: What the module's `serve` is given.
            seconds: How long to wait; then the process is ended.

        Raises:
            HelperSlowError: It takes too long, by this clock or by its own.
            HelperFullError: It wants too much memory.
            HelperError: It ended without an answer, or cannot be started.
        """
        process = self._start()
        is_late = Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        timer = Timer(seconds, stop)
        timer.start()
        try:
            answer = _exchange(process, question)
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()
        if answer is None:
            raise _explain(self.end(), is_late=is_late.is_set())
        if is_late.is_set():  # it was ended when it had answered
            self.end()
        return answer

    def end(self) -> int:
        """End the process, if there is one; its exit code, negative for a signal."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.stdout is not None:
            process.stdout.close()
        with suppress(OSError):  # what it was not told any more
            if process.stdin is not None:
                process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=1)  # it ends with its questions
        process.kill()
        return process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.end()  # it ended between two questions
        if self._process is None:
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except (OSError, ValueError) as error:
                raise HelperError("it cannot be started") from error
        return self._process


def _exchange(process: "subprocess.Popen[bytes]", question: bytes) -> bytes | None:
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(OSError):  # it has ended: there will be no answer, either
        _write(process.stdin, question)
    return _read(process.stdout)


def _explain(code: int, *, is_late: bool) -> HelperError:
    if code == _OUT_OF_MEMORY:
        return HelperFullError("it wants too much memory")
    if is_late or code == _TIME_IS_UP:
        return HelperSlowError("it takes too long")
    return HelperError("it ended without an answer")


def serve(answer: Callable[[bytes], bytes], *, seconds: int, memory: int) -> None:
    """Answer the questions of a `Helper` until there are no more.

    Args:
        answer: Answers one; what it raises ends the process.
        seconds: Of processor time for each answer; the system ends what takes more.
        memory: Bytes, the interpreter's own among them; where the system can hold it.
    """
    _limit("RLIMIT_AS", memory)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while (question := _read(questions)) is not None:
        _limit("RLIMIT_CPU", seconds, is_counted_from_now=True)
        try:
            _write(answers, answer(question))
        except MemoryError:
            sys.exit(_OUT_OF_MEMORY)


def _limit(name: str, most: int, *, is_counted_from_now: bool = False) -> None:
    """Let the system end it, should nobody be there to do so."""
    try:
        import resource  # noqa: PLC0415 - not every system has it

        if is_counted_from_now:
            usage = resource.getrusage(resource.RUSAGE_SELF)
            most += ceil(usage.ru_utime + usage.ru_stime)
        number = getattr(resource, name)
        _, hardest = resource.getrlimit(number)
        resource.setrlimit(number, (most, hardest))
    except (ImportError, AttributeError, OSError, ValueError):
        return


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(len(content).to_bytes(_LENGTH, "big"))
    pipe.write(content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """Read what was written at the other end; None if that has ended."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    content = pipe.read(length)
    return content if len(content) == length else None
