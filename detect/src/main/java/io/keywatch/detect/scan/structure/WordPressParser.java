package io.keywatch.detect.scan.structure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys and salts of WordPress: {@code define('AUTH_KEY', '…')}, 64 characters of any sign, blanks among them, which
 * no general rule would take for a key.
 */
final class WordPressParser implements FieldParser {
    private static final Pattern DEFINE = Pattern.compile(
            "define\\(\\s{0,8}['\"]((?:SECURE_)?(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT))['\"]\\s{0,8},\\s{0,16}(?:'([^'\\n"
                    + "]{32,128})'|\"([^\"\\n"
                    + "]{32,128})\")");

    /** The configuration is a few kilobytes; what is larger is something else. */
    private static final int MAX_FILE = 256 * 1024;

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        Matcher define = DEFINE.matcher(new String(b, 0, Math.min(length, MAX_FILE), StandardCharsets.ISO_8859_1));
        while (define.find()) {
            int group = define.start(2) >= 0 ? 2 : 3;
            // what the file comes with, to be replaced
            if (!define.group(group).contains("unique phrase")) {
                fields.field("secret_key", define.start(group), define.end(group));
            }
        }
    }
}
