// Checks a webhook of Pitchreel with the standard library alone: copy verify and keyOf.
//
// As a program it reads one case from standard input, {"headers", "body", "secret", "now"}, and prints the webhook's id;
// where the webhook is refused, it prints the reason on standard error and exits with 1.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

const ageMaxSeconds = 300

// verify gives the id of a genuine webhook. body is the bytes that came, and not what a JSON parser made of them; now is
// in Unix seconds.
func verify(headers http.Header, body []byte, secret string, now int64) (string, error) {
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		if headers.Get(name) == "" {
			return "", fmt.Errorf("the header %s is missing", name)
		}
	}
	id, timestamp := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
	then, err := strconv.ParseUint(timestamp, 10, 40)
	if err != nil {
		return "", errors.New("its time cannot be read")
	}
	if now-int64(then) > ageMaxSeconds {
		return "", errors.New("it is too old")
	}
	if int64(then)-now > ageMaxSeconds {
		return "", errors.New("it is from the future")
	}

	key, err := keyOf(secret)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, given := range strings.Split(headers.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(given), expected) {
			return id, nil
		}
	}
	return "", errors.New("no signature fits")
}

// keyOf gives the bytes that a secret stands for. A short one is refused, since with an empty one anybody could sign.
func keyOf(secret string) ([]byte, error) {
	if !strings.HasPrefix(secret, "whsec_") {
		if utf8.RuneCountInString(secret) < 8 {
			return nil, errors.New("a secret has 8 characters or more")
		}
		return []byte(secret), nil
	}
	encoded := strings.TrimRight(strings.TrimPrefix(secret, "whsec_"), "=")
	key, err := base64.RawStdEncoding.DecodeString(encoded)
	if err != nil || len(key) < 16 {
		return nil, errors.New("after whsec_ comes base64 of 16 bytes or more")
	}
	return key, nil
}

func main() {
	var one struct {
		Headers map[string]string
		Body    string
		Secret  string
		Now     int64
	}
	if err := json.NewDecoder(os.Stdin).Decode(&one); err != nil {
		refuse(err)
	}
	headers := http.Header{}
	for name, value := range one.Headers {
		headers.Set(name, value)
	}
	id, err := verify(headers, []byte(one.Body), one.Secret, one.Now)
	if err != nil {
		refuse(err)
	}
	fmt.Println(id)
}

func refuse(reason error) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
