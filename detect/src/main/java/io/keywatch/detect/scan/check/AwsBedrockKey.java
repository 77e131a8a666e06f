package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon Bedrock API keys. Long-lived: {@code ABSK} and base64 of {@code BedrockAPIKey-<suffix>-at-<account>:<secret>}.
 * Short-lived: {@code bedrock-api-key-} and base64 of a presigned URL, whose credential names the temporary key.
 */
final class AwsBedrockKey implements OfflineCheck {
    private static final String SHORT_LIVED = "bedrock-api-key-";
    private static final Pattern ACCOUNT = Pattern.compile("^BedrockAPIKey-[^:]{1,64}-at-(\\d{12}):.");
    private static final Pattern CREDENTIAL = Pattern.compile("X-Amz-Credential=((?:ASIA|AKIA)[A-Z2-7]{16})");

    /** The account and the credential stand early. */
    private static final int DECODED = 2048;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        boolean longLived = Alphabets.equal(bytes, from, "ABSK");
        int start = from + (longLived ? 4 : SHORT_LIVED.length());
        if (start >= to) {
            return Verdict.REJECTED;
        }
        int whole = to - start <= DECODED ? to : start + DECODED;
        byte[] decoded = Alphabets.base64(bytes, start, whole);
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
        Matcher credential = CREDENTIAL.matcher(text);
        if (!credential.find()) {
            return Verdict.STRUCTURE_OK;
        }
        byte[] id = credential.group(1).getBytes(StandardCharsets.US_ASCII);
        Verdict key = new AwsAccessKeyId().of(id, 0, id.length);
        return new Verdict(false, Validation.STRUCTURE_OK, null, key.accessKeyId(), key.accountId());
    }
}
