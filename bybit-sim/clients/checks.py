"""What the client scripts share: the simulator's addresses, the keys of its accounts, and a tally of checks."""
import json
import os
import sys
import time
import urllib.request

BASE = os.environ.get("SIM_URL", "http://127.0.0.1:8099")
CONTROL = os.environ.get("SIM_CONTROL_URL", "http://127.0.0.1:8098")
STREAM = BASE.replace("http", "ws", 1)
_failures = []
_checks = 0


def account(number):
    """The key and the secret of an account, counted from 0."""
    with open(os.environ["SIM_KEYS"], encoding="utf-8") as file:
        row = json.loads(file.read().splitlines()[number])
    return row["key"], row["secret"], row["uid"]


def check(name, ok, shown=""):
    global _checks
    _checks += 1
    print(("ok   " if ok else "FAIL ") + name, str(shown)[:150], flush=True)
    if not ok:
        _failures.append(name)
    return ok


def refused(name, code, call):
    """Checks that a call is refused with this code, whatever the client makes of it."""
    try:
        answer = call()
    except Exception as error:  # each client has its own kind
        return check(name, str(code) in str(error) or code == getattr(error, "status_code", None), error)
    return check(name, False, answer)


def control(path):
    """Calls the control API of the simulator."""
    urllib.request.urlopen(urllib.request.Request(f"{CONTROL}/sim/{path}", method="POST"))


def wait_for(seconds, happened):
    deadline = time.time() + seconds
    while time.time() < deadline and not happened():
        time.sleep(0.2)
    return happened()


def run(*parts):
    """Runs the parts one by one; an error ends one part and no other."""
    for part in parts:
        try:
            part()
        except Exception as error:  # every part is to be tried
            check(f"{part.__name__}: {type(error).__name__}: {error}", False)
            if os.environ.get("TRACE"):
                raise
    print(f"{_checks} checks, {len(_failures)} failed")
    sys.exit(1 if _failures else 0)
