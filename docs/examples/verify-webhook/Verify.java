import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks a webhook of Pitchreel. Java 17 or newer, the JDK alone: copy {@code verify}, {@code header}, {@code keyOf} and
 * {@code Refused}.
 *
 * <p>As a program ({@code java Verify.java}) it reads one case from standard input, {"headers", "body", "secret", "now"},
 * and prints the webhook's id; where the webhook is refused, it prints the reason on standard error and exits with 1.
 */
final class Verify {
    private static final long AGE_MAX_S = 300;

    /** Why a webhook is not genuine. */
    static final class Refused extends Exception {
        Refused(String reason) {
            super(reason);
        }
    }

    /**
     * The id of a genuine webhook. Names of {@code headers} are in lower case. {@code body} is the bytes that came, and not
     * what a JSON parser made of them. {@code now} is in Unix seconds.
     */
    static String verify(Map<String, String> headers, byte[] body, String secret, long now)
            throws Refused, GeneralSecurityException {
        String id = header(headers, "webhook-id");
        String timestamp = header(headers, "webhook-timestamp");
        String signatures = header(headers, "webhook-signature");
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new Refused("its time cannot be read");
        }
        long then = Long.parseLong(timestamp);
        if (now - then > AGE_MAX_S) {
            throw new Refused("it is too old");
        }
        if (then - now > AGE_MAX_S) {
            throw new Refused("it is from the future");
        }

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(keyOf(secret), "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(UTF_8);
        for (String given : signatures.split(" ")) {
            if (MessageDigest.isEqual(given.getBytes(UTF_8), expected)) {
                return id;
            }
        }
        throw new Refused("no signature fits");
    }

    private static String header(Map<String, String> headers, String name) throws Refused {
        String value = headers.get(name);
        if (value == null || value.isEmpty()) {
            throw new Refused("the header " + name + " is missing");
        }
        return value;
    }

    /** The bytes that a secret stands for. A short one is refused, since with an empty one anybody could sign. */
    private static byte[] keyOf(String secret) throws Refused {
        if (!secret.startsWith("whsec_")) {
            if (secret.codePointCount(0, secret.length()) < 8) {
                throw new Refused("a secret has 8 characters or more");
            }
            return secret.getBytes(UTF_8);
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            if (key.length >= 16) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused like one that is too short.
        }
        throw new Refused("after whsec_ comes base64 of 16 bytes or more");
    }

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Map<String, String> one = Case.read(new String(System.in.readAllBytes(), UTF_8));
        try {
            byte[] body = one.get("body").getBytes(UTF_8);
            System.out.println(verify(one, body, one.get("secret"), Long.parseLong(one.get("now"))));
        } catch (Refused refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    /**
     * Reads the case, since the JDK has no JSON: every name with the text or number that belongs to it, headers among the
     * rest. It is no parser for anything else.
     */
    private static final class Case {
        private final String json;
        private int at;

        private Case(String json) {
            this.json = json;
        }

        static Map<String, String> read(String json) {
            Case reader = new Case(json);
            Map<String, String> members = new HashMap<>();
            String name = null;
            while (reader.at < json.length()) {
                char next = json.charAt(reader.at);
                if (next == '"' || Character.isDigit(next)) {
                    String word = next == '"' ? reader.text() : reader.number();
                    if (name == null) {
                        name = word;
                    } else {
                        members.put(name, word);
                        name = null;
                    }
                } else {
                    // What an object follows names no text.
                    name = next == '{' ? null : name;
                    reader.at++;
                }
            }
            return members;
        }

        private String number() {
            int begin = at;
            while (at < json.length() && Character.isDigit(json.charAt(at))) {
                at++;
            }
            return json.substring(begin, at);
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (at++; json.charAt(at) != '"'; at++) {
                text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
            }
            at++;
            return text.toString();
        }

        private char escaped() {
            char letter = json.charAt(++at);
            switch (letter) {
                case 'n':
                    return '\n';
                case 't':
                    return '\t';
                case 'r':
                    return '\r';
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'u':
                    at += 4;
                    return (char) Integer.parseInt(json.substring(at - 3, at + 1), 16);
                default:
                    return letter;
            }
        }
    }
}
