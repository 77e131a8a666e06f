package io.keywatch.app.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Inputs made to be slow, each of the same stored size. */
final class HardInputs {
    /** Stored bytes of each. */
    static final int BYTES = 10_000_000;

    /** Of one literal's repetition, on the way to the worst of them. */
    static final int PROBE_BYTES = 200_000;

    private HardInputs() {}

    /** A name, which tells the format, and what to fill it with. */
    record Input(String name, Supplier<byte[]> content) {}

    static Map<String, Input> all() {
        Map<String, Input> all = new LinkedHashMap<>();
        Random random = new Random(3);
        byte[] code = BenchCorpus.sourceText(1 << 20, random);
        String minified = new String(code, StandardCharsets.US_ASCII).replaceAll("\\s+", "");
        repeated(all, "minified, one line", "app.min.js", minified);
        repeated(all, "one letter", "a.txt", "a");
        repeated(all, "assignments in one line", "a.js", "password=\"a\",secret:'b',token=c;");
        repeated(all, "keywords", "a.txt", "password secret token api_key ");
        repeated(all, "a keyword without end", "a.env", "password");
        repeated(all, "prefixes of tokens", "a.txt", "ghp_glpat-xoxb-sk-AKIASK eyJhbGci.eyJ.");
        repeated(all, "quotes", "a.py", "password=" + "\"'`".repeat(2_000));
        repeated(all, "equals signs", "a.sh", "token" + "=".repeat(5_000));
        repeated(all, "backslashes", "a.json", "\"secret\": \"" + "\\".repeat(5_000));
        repeated(all, "escapes", "a.js", "\\u0022password\\u003d\\x22");
        repeated(all, "percent signs", "a.txt", "%3d%22%3a%2f%2f");
        repeated(all, "keys that do not end", "a.pem", "-----BEGIN PRIVATE KEY-----\nMIIE");
        repeated(all, "PuTTY keys that do not end", "a.ppk", "PuTTY-User-Key-File-3: x\nPrivate-Lines: 9999\n");
        repeated(all, "Kubernetes secrets", "a.yaml", "kind: Secret\ndata:\n  a: YWJj\n");
        repeated(all, "schemes", "a.txt", "://");
        repeated(all, "addresses", "a.txt", "https://a:b@c.d/e?password=f&token=g ");
        repeated(all, "web tokens that do not end", "a.txt", "eyJ" + letters(400, random) + ".");
        repeated(all, "curl commands", "a.sh", "curl -s -u curl --user ");
        repeated(all, "deep JSON", "a.json", "{\"a\":[");
        repeated(all, "deep YAML", "a.yaml", "- - - {a: [");
        repeated(all, "deep XML", "a.xml", "<a password='b'>");
        repeated(all, "deep HCL", "a.tf", "a \"b\" { c = [");
        repeated(all, "tables", "a.csv", "password,token,\"a\"\"b\",secret\n");
        repeated(all, "short lines", "a.properties", "a=\n");
        repeated(all, "lines of a netrc", ".netrc", "machine a login b password c ");
        repeated(all, "statements", "a.sql", "INSERT INTO users (password) VALUES ('a','b'),");
        repeated(all, "PHP", "a.php", "define('DB_PASSWORD', '");
        repeated(all, "hexadecimal", "a.txt", hex("password=secret token://"));
        all.put(
                "base64 of base64 of base64",
                new Input("a.txt", () -> base64(base64(base64(fill("password=a://b ", BYTES * 27L / 64))))));
        all.put("base64, wrapped", new Input("a.txt", () -> wrapped(fill("password=a://b ", BYTES * 3L / 4))));
        all.put("noise", new Input("a.bin", () -> noise(BYTES)));
        all.put("nested archives of code", new Input("a.zip", () -> zipOf(zipOf(zipOf(varied(BYTES * 2))))));
        all.put("archive of a thousand archives", new Input("a.zip", HardInputs::manyArchives));
        all.put("compressed near the ratio limit", new Input("a.gz", () -> gzip(sparse())));
        return all;
    }

    private static void repeated(Map<String, Input> all, String what, String name, String unit) {
        all.put(what, new Input(name, () -> fill(unit, BYTES)));
    }

    static byte[] fill(String unit, long bytes) {
        byte[] out = new byte[(int) bytes];
        byte[] part = unit.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < out.length; i += part.length) {
            System.arraycopy(part, 0, out, i, Math.min(part.length, out.length - i));
        }
        return out;
    }

    private static String letters(int count, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Character.forDigit(10 + random.nextInt(26), 36));
        }
        return text.toString();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    private static byte[] wrapped(byte[] bytes) {
        return Base64.getMimeEncoder().encode(bytes);
    }

    private static byte[] noise(int bytes) {
        byte[] out = new byte[bytes];
        new Random(5).nextBytes(out);
        return out;
    }

    /** Code in which every line differs, so that it compresses as code does. */
    private static byte[] varied(int bytes) {
        return BenchCorpus.sourceText(bytes, new Random(6));
    }

    /** Forty megabytes of hardly anything and a megabyte of noise: 41:1 in a quarter of the stored size. */
    private static byte[] sparse() {
        byte[] out = fill("password = \"\"; ", 400_000_000L);
        byte[] noise = noise(4_500_000);
        System.arraycopy(noise, 0, out, 0, noise.length);
        return out;
    }

    private static byte[] manyArchives() {
        List<byte[]> members = new java.util.ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            members.add(zipOf(BenchCorpus.sourceText(30_000, random)));
        }
        return zip(members);
    }

    private static byte[] zipOf(byte[] content) {
        return zip(List.of(content));
    }

    private static byte[] zip(List<byte[]> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < members.size(); i++) {
                zip.putNextEntry(new ZipEntry("m" + i + ".java"));
                zip.write(members.get(i));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        byte[] all = bytes.toByteArray();
        return all.length > BYTES ? Arrays.copyOf(all, BYTES) : all;
    }
}
