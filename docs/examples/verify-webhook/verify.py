"""Checks a webhook of Pitchreel. Python 3.8 or newer, standard library alone: copy `verify` and `key_of`.

As a program it reads one case from standard input, {"headers", "body", "secret", "now"}, and prints the webhook's id;
where the webhook is refused, it prints the reason on standard error and exits with 1.
"""

import base64
import hashlib
import hmac
import json
import re
import sys

AGE_MAX_S = 300


def verify(headers, body, secret, now):
    """The id of a genuine webhook; ValueError where it is not genuine.

    `headers` finds names in lower case. `body` is the bytes that came, and not what a JSON parser made of them. `now` is
    in Unix seconds.
    """
    parts = {name: headers.get(name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    for name, value in parts.items():
        if not value:
            raise ValueError(f"the header {name} is missing")
    webhook_id, timestamp, signatures = parts.values()
    if not re.fullmatch("[0-9]{1,12}", timestamp):
        raise ValueError("its time cannot be read")
    if now - int(timestamp) > AGE_MAX_S:
        raise ValueError("it is too old")
    if int(timestamp) - now > AGE_MAX_S:
        raise ValueError("it is from the future")

    mac = hmac.new(key_of(secret), f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256)
    expected = b"v1," + base64.b64encode(mac.digest())
    if not any(hmac.compare_digest(given.encode(), expected) for given in signatures.split(" ")):
        raise ValueError("no signature fits")
    return webhook_id


def key_of(secret):
    """The bytes that a secret stands for. A short one is refused, since with an empty one anybody could sign."""
    if not secret.startswith("whsec_"):
        if len(secret) < 8:
            raise ValueError("a secret has 8 characters or more")
        return secret.encode()
    encoded = secret[len("whsec_"):].rstrip("=")
    key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    if len(key) < 16:
        raise ValueError("after whsec_ comes base64 of 16 bytes or more")
    return key


if __name__ == "__main__":
    case = json.load(sys.stdin.buffer)
    try:
        print(verify(case["headers"], case["body"].encode(), case["secret"], case["now"]))
    except ValueError as reason:
        sys.exit(str(reason))
