package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Validation;

/** The account that an AWS access key id carries: bits 1 to 40 of its base32 body, for keys made since 2019. */
final class AwsAccessKeyId implements OfflineCheck {
    private static final int LENGTH = 20;
    private static final long ACCOUNT_BITS = 0x7fffffffff80L;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (to - from != LENGTH) {
            return Verdict.REJECTED;
        }
        byte[] body = Alphabets.base32(bytes, from + 4, to);
        if (body == null) {
            return Verdict.REJECTED;
        }
        String id = Alphabets.text(bytes, from, to);
        // I and J as the fifth character: made before account ids were part of the key
        if (bytes[from + 4] == 'I' || bytes[from + 4] == 'J') {
            return new Verdict(false, Validation.STRUCTURE_OK, null, id, null);
        }
        long head = 0;
        for (int i = 0; i < 6; i++) {
            head = head << 8 | (body[i] & 0xff);
        }
        long account = (head & ACCOUNT_BITS) >> 7;
        // 40 bits hold more than twelve digits: such an id was never issued
        return account > 999_999_999_999L
                ? Verdict.account(id, null)
                : Verdict.account(id, Alphabets.digits(account, "0123456789", 12));
    }
}
