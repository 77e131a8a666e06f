package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Severity;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A private key in DER, told by its structure: PKCS#8 (RFC 5958), encrypted PKCS#8 of low severity, PKCS#1 (RFC 8017),
 * the keys of DSA as OpenSSL writes them, and SEC 1 (RFC 5915). Certificates, requests and public keys have others.
 */
public final class PrivateKeyDer implements OfflineCheck {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;
    private static final int PUBLIC_KEY = 0xa1;

    /** An Ed25519 key in PKCS#8 is 48 bytes, a secp256r1 key in SEC 1 without its public half 39. */
    private static final int FEWEST = 36;

    /** Of RSA with nine numbers, of DSA with six. */
    private static final List<Integer> NUMBERS = List.of(9, 6);

    /** PKCS#5, PKCS#12: a digest stands in the same structure under another name. */
    private static final List<byte[]> ENCRYPTIONS =
            List.of(HexFormat.of().parseHex("2a864886f70d0105"), HexFormat.of().parseHex("2a864886f70d010c01"));

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int end = end(bytes, from, to);
        if (end - from < FEWEST) {
            return Verdict.REJECTED;
        }
        Reader key = new Reader(bytes, from, end).inside(SEQUENCE);
        if (key.encrypted()) {
            return Verdict.STRUCTURE_OK.as(Severity.LOW);
        }
        return key.pkcs8() || key.numbers() || key.sec1() ? Verdict.STRUCTURE_OK : Verdict.REJECTED;
    }

    /** Where a structure ends that begins there; {@code from} where none does, or is cut off. */
    public static int end(byte[] bytes, int from, int to) {
        Reader whole = new Reader(bytes, from, to);
        return whole.next(SEQUENCE) ? whole.at : from;
    }

    /** Reads one value after the other; what is not as asked for moves nothing. */
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;
        /** Of the last value that was read. */
        private int contentStart;

        Reader(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        boolean encrypted() {
            Reader in = copy();
            Reader algorithm = in.inside(SEQUENCE);
            return algorithm.next(OBJECT_ID)
                    && algorithm.isEncryption()
                    && in.next(SEQUENCE)
                    && in.next(OCTETS)
                    && in.done();
        }

        boolean pkcs8() {
            Reader in = copy();
            boolean version = in.number(0) || in.number(1);
            // attributes and the public key may follow
            return version && in.inside(SEQUENCE).next(OBJECT_ID) && in.next(SEQUENCE) && in.next(OCTETS);
        }

        boolean numbers() {
            Reader in = copy();
            int count = 0;
            boolean version = in.number(0);
            while (in.next(INTEGER)) {
                count++;
            }
            return version && NUMBERS.contains(count + 1) && in.done();
        }

        boolean sec1() {
            Reader in = copy();
            boolean key = in.number(1) && in.next(OCTETS);
            in.next(PARAMETERS);
            in.next(PUBLIC_KEY);
            return key && in.done();
        }

        /** The content of the next value; nothing where it is not of that tag. */
        Reader inside(int tag) {
            Reader ahead = copy();
            return ahead.next(tag) ? new Reader(bytes, ahead.contentStart, ahead.at) : new Reader(bytes, end, end);
        }

        boolean next(int tag) {
            if (end - at < 2 || (bytes[at] & 0xff) != tag) {
                return false;
            }
            int length = bytes[at + 1] & 0xff;
            int start = at + 2;
            if (length > 0x80) {
                int digits = length - 0x80;
                if (digits > 3 || digits > end - start) {
                    return false;
                }
                length = 0;
                for (int i = 0; i < digits; i++) {
                    length = (length << 8) | (bytes[start + i] & 0xff);
                }
                start += digits;
            } else if (length == 0x80) {
                return false;
            }
            if (length > end - start) {
                return false;
            }
            contentStart = start;
            at = start + length;
            return true;
        }

        private boolean number(int value) {
            int before = at;
            if (next(INTEGER) && at - contentStart == 1 && bytes[contentStart] == value) {
                return true;
            }
            at = before;
            return false;
        }

        private boolean isEncryption() {
            return ENCRYPTIONS.stream().anyMatch(id -> {
                int stop = contentStart + id.length;
                return stop <= at && Arrays.equals(bytes, contentStart, stop, id, 0, id.length);
            });
        }

        private boolean done() {
            return at == end;
        }

        private Reader copy() {
            return new Reader(bytes, at, end);
        }
    }
}
