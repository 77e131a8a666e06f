package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon Bedrock API keys. Long-lived: {@code ABSK} and base64 of {@code BedrockAPIKey-<suffix>-at-<account>:<secret>}.
 * Short-lived: {@code bedrock-api-key-} and base64 of a presigned URL, whose credential names the temporary key and which says until when it is valid: one that has expired is of low severity.
 */
final class AwsBedrockKey implements OfflineCheck {
    private static final String LONG_LIVED = "ABSK";
    private static final String SHORT_LIVED = "bedrock-api-key-";
    private static final Pattern ACCOUNT = Pattern.compile("^BedrockAPIKey-[^:]{1,64}-at-(\\d{12}):.");
    private static final Pattern CREDENTIAL = Pattern.compile("X-Amz-Credential=((?:ASIA|AKIA)[A-Z2-7]{16})");

    private static final Pattern DATE = Pattern.compile("X-Amz-Date=(\\d{8}T\\d{6}Z)");
    private static final Pattern SECONDS = Pattern.compile("X-Amz-Expires=(\\d{1,6})");
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    AwsBedrockKey(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        boolean longLived = Alphabets.begins(bytes, from, to, LONG_LIVED);
        byte[] decoded = Alphabets.base64(bytes, from + (longLived ? LONG_LIVED : SHORT_LIVED).length(), to);
        if (decoded == null) {
            return Verdict.REJECTED;
        }
        String text = new String(decoded, StandardCharsets.ISO_8859_1);
        if (longLived) {
            Matcher account = ACCOUNT.matcher(text);
            return account.find() ? Verdict.account(null, account.group(1)) : Verdict.REJECTED;
        }
        if (!text.startsWith("bedrock.amazonaws.com/?")) {
            return Verdict.REJECTED;
        }
        Severity severity = expired(text) ? Severity.LOW : null;
        Matcher credential = CREDENTIAL.matcher(text);
        if (!credential.find()) {
            return new Verdict(false, Validation.STRUCTURE_OK, severity, null, null);
        }
        byte[] id = credential.group(1).getBytes(StandardCharsets.US_ASCII);
        Verdict key = new AwsAccessKeyId().of(id, 0, id.length);
        return new Verdict(false, Validation.STRUCTURE_OK, severity, key.accessKeyId(), key.accountId());
    }

    private boolean expired(String url) {
        Matcher date = DATE.matcher(url);
        Matcher seconds = SECONDS.matcher(url);
        if (!date.find() || !seconds.find()) {
            return false;
        }
        try {
            Instant made = BASIC.parse(date.group(1), Instant::from);
            return made.plusSeconds(Long.parseLong(seconds.group(1))).isBefore(clock.instant());
        } catch (DateTimeException notADate) {
            return false;
        }
    }
}
