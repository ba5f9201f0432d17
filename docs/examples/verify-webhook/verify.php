<?php
// Checks a webhook of Pitchreel. PHP 8 or newer, no extensions: copy `verify` and `key_of`.
//
// As a program it reads one case from standard input, {"headers", "body", "secret", "now"}, and prints the webhook's id;
// where the webhook is refused, it prints the reason on standard error and exits with 1.
declare(strict_types=1);

const AGE_MAX_S = 300;

/**
 * The id of a genuine webhook; throws where it is not genuine. Names of $headers are in lower case:
 * array_change_key_case(getallheaders()). $body is what came, to the byte: file_get_contents('php://input'). $now is
 * time().
 */
function verify(array $headers, string $body, string $secret, int $now): string
{
    foreach (['webhook-id', 'webhook-timestamp', 'webhook-signature'] as $name) {
        if (($headers[$name] ?? '') === '') {
            throw new UnexpectedValueException("the header $name is missing");
        }
    }
    $id = $headers['webhook-id'];
    $timestamp = $headers['webhook-timestamp'];
    if (!preg_match('/^[0-9]{1,12}$/D', $timestamp)) {
        throw new UnexpectedValueException('its time cannot be read');
    }
    if ($now - (int) $timestamp > AGE_MAX_S) {
        throw new UnexpectedValueException('it is too old');
    }
    if ((int) $timestamp - $now > AGE_MAX_S) {
        throw new UnexpectedValueException('it is from the future');
    }

    $mac = hash_hmac('sha256', "$id.$timestamp.$body", key_of($secret), true);
    $expected = 'v1,' . base64_encode($mac);
    foreach (explode(' ', $headers['webhook-signature']) as $given) {
        if (hash_equals($expected, $given)) {
            return $id;
        }
    }
    throw new UnexpectedValueException('no signature fits');
}

/** The bytes that a secret stands for. A short one is refused, since with an empty one anybody could sign. */
function key_of(string $secret): string
{
    if (!str_starts_with($secret, 'whsec_')) {
        if (preg_match_all('/./su', $secret) < 8) {
            throw new UnexpectedValueException('a secret has 8 characters or more');
        }
        return $secret;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')), true);
    if ($key === false || strlen($key) < 16) {
        throw new UnexpectedValueException('after whsec_ comes base64 of 16 bytes or more');
    }
    return $key;
}

// Only where this file is the program, and not where it is included.
if (realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    $case = json_decode(file_get_contents('php://stdin'), true, 16, JSON_THROW_ON_ERROR);
    try {
        echo verify($case['headers'], $case['body'], $case['secret'], $case['now']), "\n";
    } catch (UnexpectedValueException $reason) {
        fwrite(STDERR, $reason->getMessage() . "\n");
        exit(1);
    }
}
