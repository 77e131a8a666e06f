package io.keywatch.detect.fuzz;

import io.keywatch.detect.scan.Artifact;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that is fuzzed in this module. */
final class Targets {
    private static final String CANARY = Invariants.CANARY;

    /** Names that promise a format each. */
    private static final List<String> NAMES = List.of(
            ".netrc",
            "redis.conf",
            ".pgpass",
            ".htpasswd",
            "shadow",
            "users.csv",
            "users.tsv",
            ".env",
            "app.properties",
            "app.ini",
            "app.yaml",
            "app.json",
            "app.toml",
            "app.xml",
            "main.tf",
            "terraform.tfstate",
            ".npmrc",
            ".pypirc",
            ".git-credentials",
            "credentials",
            "config.json",
            ".dockercfg",
            "kubeconfig",
            "dump.sql",
            "config.php",
            "run.sh",
            "Dockerfile",
            "book.ipynb",
            "trace.har",
            "Main.java",
            "README.md",
            "notes.txt",
            "data.bin");

    /** Those whose fields are read line by line or word by word. */
    private static final List<String> LINES = List.of(
            ".netrc",
            "redis.conf",
            ".pgpass",
            ".htpasswd",
            "shadow",
            "rsyncd.secrets",
            "sasl_passwd",
            "chap-secrets",
            "wpa_supplicant.conf",
            "master.key",
            "wp-config.php");

    private static final List<String> TABLES = List.of("users.csv", "users.tsv");

    static final List<FuzzTarget> ALL = List.of(
            archive("gzip", "1f8b08", ArchiveSeeds::gzip),
            archive("bzip2", "425a68", ArchiveSeeds::bzip2),
            archive("xz", "fd377a585a00", ArchiveSeeds::xz),
            archive("zstd", "28b52ffd", ArchiveSeeds::zstd),
            archive("lz4", "04224d18", ArchiveSeeds::lz4),
            archive("avro", "4f626a01", ArchiveSeeds::avro),
            archive("zip", "504b0304", ArchiveSeeds::zip),
            new FuzzTarget("stubbed-zip", Targets::stubbed, ArchiveSeeds::zip),
            archive("7z", "377abcaf271c", ArchiveSeeds::sevenZip),
            new FuzzTarget("tar", input -> Invariants.holdFor("a.tar", ustar(input)), ArchiveSeeds::tar),
            new FuzzTarget("decoded-text", Parsers::decoded, Targets::utf16),
            new FuzzTarget("encodings", Parsers::encoding, Targets::encoded),
            archive("pdf", "255044462d", DocumentSeeds::pdf),
            new FuzzTarget("office", Targets::office, DocumentSeeds::officeParts),
            new FuzzTarget("lines", input -> Parsers.fields(LINES, input), Targets::lines),
            new FuzzTarget("tables", input -> Parsers.fields(TABLES, input), Targets::tables),
            new FuzzTarget("sql", input -> Parsers.fields(List.of("dump.sql"), input), Targets::sql),
            new FuzzTarget("assignment", Parsers::assignment, Targets::assignments),
            new FuzzTarget("private-keys", input -> Invariants.holdFor("id", input), Targets::keys),
            new FuzzTarget("kubernetes-secret", Targets::kubernetes, Targets::manifests),
            new FuzzTarget("checks", Parsers::check, Targets::checked),
            new FuzzTarget("rule-reader", UserFiles::builtinRules, UserFiles::builtinRuleSeeds),
            new FuzzTarget("imported-rules", UserFiles::importedRules, UserFiles::importedRuleSeeds),
            new FuzzTarget("imported-regex", UserFiles::importedRegex, UserFiles::regexSeeds),
            new FuzzTarget("sigma-rules", UserFiles::sigma, UserFiles::sigmaSeeds),
            new FuzzTarget("sigma-tests", UserFiles::sigmaTests, UserFiles::sigmaTestSeeds),
            new FuzzTarget("resource-policy", UserFiles::policy, UserFiles::policySeeds),
            new FuzzTarget("state", Stored::decode, Stored::seeds),
            new FuzzTarget("names-and-metadata", Targets::names, Targets::assignments),
            new FuzzTarget("scanner", Targets::scanner, Targets::texts));

    private Targets() {}

    static FuzzTarget named(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + name + "; there are " + ALL));
    }

    /** Whatever the input, it has the format's first bytes: without them nothing is opened. */
    private static FuzzTarget archive(String name, String magic, Supplier<List<byte[]>> seeds) {
        byte[] head = HexFormat.of().parseHex(magic);
        return new FuzzTarget(
                name,
                input -> {
                    byte[] archive = Arrays.copyOf(input, Math.max(input.length, head.length));
                    System.arraycopy(head, 0, archive, 0, head.length);
                    Invariants.holdFor("a." + name, archive);
                },
                seeds);
    }

    /** With the mark and the checksum of its first header in place. */
    private static byte[] ustar(byte[] input) {
        byte[] tar = Arrays.copyOf(input, Math.max(input.length, 512));
        System.arraycopy(Invariants.bytes("ustar"), 0, tar, 257, 5);
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        System.arraycopy(Invariants.bytes(String.format("%06o\0 ", sum)), 0, tar, 148, 8);
        return tar;
    }

    private static void stubbed(byte[] input) {
        byte[] head = Invariants.bytes("MZ\0\0");
        byte[] file = Arrays.copyOf(head, head.length + input.length);
        System.arraycopy(input, 0, file, head.length, input.length);
        Invariants.holdFor("setup.exe", file);
    }

    private static void kubernetes(byte[] input) {
        byte[] head = Invariants.bytes("apiVersion: v1\nkind: Secret\ndata:\n  ");
        byte[] text = Arrays.copyOf(head, head.length + input.length);
        System.arraycopy(input, 0, text, head.length, input.length);
        Invariants.holdFor("secret.yaml", text);
    }

    private static void office(byte[] input) {
        Invariants.holdFor("a.docx", DocumentSeeds.office(input));
    }

    private static void names(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int half = text.length() / 2;
        Map<String, String> tags = Map.of(text.substring(0, half), text.substring(half));
        Invariants.holdFor(new Artifact(text, new byte[0], tags));
    }

    private static void scanner(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] plant = Invariants.bytes("\npassword = \"" + CANARY + "\"\n");
        byte[] text = Arrays.copyOfRange(input, 1, input.length + plant.length);
        System.arraycopy(plant, 0, text, input.length - 1, plant.length);
        Invariants.holdFor(NAMES.get((input[0] & 0xff) % NAMES.size()), text);
    }

    private static List<byte[]> utf16() {
        String text = "pass\u00e9 \ud83d\ude00\n= \"" + CANARY + "\"\r\n\r";
        return List.of(
                text.getBytes(StandardCharsets.UTF_16LE),
                text.getBytes(StandardCharsets.UTF_16BE),
                text.getBytes(StandardCharsets.UTF_16),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE),
                Invariants.bytes(text));
    }

    private static List<byte[]> encoded() {
        byte[] plain = Invariants.bytes("password=" + CANARY + " url=https://a:" + CANARY + "@b");
        String base64 = Base64.getEncoder().encodeToString(plain);
        return List.of(
                Invariants.bytes("data: " + base64),
                Invariants.bytes("data: " + Base64.getMimeEncoder().encodeToString(new byte[60]) + "\r\n" + base64),
                Invariants.bytes(Base64.getEncoder().encodeToString(Invariants.bytes(base64))),
                Invariants.bytes("x=" + HexFormat.of().formatHex(plain)),
                Invariants.bytes("a=password%3D" + CANARY + "%22&b=x%3A%2F%2Fy%"),
                Invariants.bytes("{\"a\":\"\\u0022password\\u0022\\u003d\\x22" + CANARY + "\\u00\"}"));
    }

    private static List<byte[]> lines() {
        return List.of(
                seed(LINES, ".netrc", "machine a.b login ann password " + CANARY + "\n"),
                seed(LINES, "redis.conf", "requirepass " + CANARY + "\n"),
                seed(LINES, ".pgpass", "db:5432:app:ann:" + CANARY + "\n*:*:*:a\\:b:c\\\\d\n"),
                seed(LINES, ".htpasswd", "ann:$apr1$" + "abcdefgh$" + "ijklmnopqrstuvwxyz1234\n"),
                seed(LINES, "chap-secrets", "ann * \"" + CANARY + "\" *\n"),
                seed(LINES, "wpa_supplicant.conf", "network={\n ssid=\"a\"\n psk=\"" + CANARY + "\"\n}\n"),
                seed(LINES, "wp-config.php", "define( 'DB_PASSWORD', '" + CANARY + "' );\n"));
    }

    private static List<byte[]> tables() {
        return List.of(
                seed(TABLES, "users.csv", "name,password\nann,\"" + CANARY + "\"\n\"a\"\"b\",c"),
                seed(TABLES, "users.tsv", "name\tpassword\nann\t" + CANARY + "\n"));
    }

    private static List<byte[]> sql() {
        return List.of(
                Invariants.bytes(
                        "\0INSERT INTO users (name, password) VALUES ('ann', '" + CANARY + "'), (null, 'a''b');\n"),
                Invariants.bytes("\0CREATE TABLE `u` (`id` int, `passwd` varchar(9) COMMENT 'x');\n"
                        + "INSERT INTO `u` VALUES (1,'" + CANARY + "');\nUPDATE u SET passwd = 'x' WHERE id=1;"),
                Invariants.bytes("\0COPY public.users (id, password) FROM stdin;\n1\t" + CANARY + "\n\\.\n"));
    }

    private static List<byte[]> fields() {
        return List.of(
                seed(".netrc", "machine a.b login ann password " + CANARY + "\n"),
                seed("redis.conf", "requirepass " + CANARY + "\n"),
                seed(".pgpass", "db:5432:app:ann:" + CANARY + "\n*:*:*:a\\:b:c\\\\d\n"),
                seed(".htpasswd", "ann:$apr1$" + "abcdefgh$" + "ijklmnopqrstuvwxyz1234\n"),
                seed("users.csv", "name,password\nann,\"" + CANARY + "\"\n\"a\"\"b\",c"),
                seed(".env", "A=1\nDB_PASSWORD='" + CANARY + "'\n"),
                seed("app.yaml", "db:\n  password: |\n    " + CANARY + "\n  list: [a, b]\n"),
                seed("app.json", "{\"db\":{\"password\":\"" + CANARY + "\",\"n\":[1,{\"a\":null}]}}"),
                seed("app.toml", "[db]\npassword = \"\"\"" + CANARY + "\"\"\"\n"),
                seed("app.xml", "<a password=\"" + CANARY + "\"><b>x</b><!-- c --><![CDATA[d]]></a>"),
                seed("main.tf", "variable \"password\" {\n  default = \"" + CANARY + "\"\n}\n"),
                seed("dump.sql", "INSERT INTO users (name, password) VALUES ('ann', '" + CANARY + "');\n"),
                seed("config.php", "<?php define('DB_PASSWORD', '" + CANARY + "');\n"),
                seed("run.sh", "curl -u ann:" + CANARY + " -H 'Authorization: Bearer x' --password=y\n"),
                seed("config.json", "{\"auths\":{\"r\":{\"auth\":\"YTpi\"}}}"),
                seed("book.ipynb", "{\"cells\":[{\"source\":[\"password='" + CANARY + "'\\n\"]}]}"));
    }

    private static byte[] seed(String name, String text) {
        return seed(NAMES, name, text);
    }

    private static byte[] seed(List<String> names, String name, String text) {
        return Invariants.bytes((char) names.indexOf(name) + text);
    }

    private static List<byte[]> assignments() {
        return List.of(
                Invariants.bytes("\0api_key = \"" + CANARY + "\""),
                Invariants.bytes("\1password: " + CANARY + " # x"),
                Invariants.bytes("\2{\"name\": \"DB_PASSWORD\", \"value\": \"" + CANARY + "\"}"),
                Invariants.bytes("\3<add key=\"token\" value=\"" + CANARY + "\"/><password>v</password>"),
                Invariants.bytes("\0secrets: [\"a\", 'b', \\\"c\\\"] tokens=[]byte(\"x\") define('KEY', 'v')"),
                Invariants.bytes("\1--password v ENV TOKEN v <key>secret</key><string>v</string>"));
    }

    private static List<byte[]> keys() {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(new byte[300]);
        return List.of(
                HexFormat.of().parseHex("302e020100300506032b657004220420" + "7a".repeat(32)),
                HexFormat.of()
                        .parseHex("303e301806092a864886f70d010503300b" + "7a".repeat(11) + "0422" + "7a".repeat(34)),
                Invariants.bytes("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n"),
                Invariants.bytes("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + body + "\n-----END"),
                Invariants.bytes("-----BEGIN OPENSSH PRIVATE KEY-----\\n"
                        + Base64.getEncoder()
                                .encodeToString(
                                        Invariants.bytes("openssh-key-v1\0\0\0\0\4none\0\0\0\4none\0\0\0\0\0\0\0\1"))),
                Invariants.bytes("""
                    PuTTY-User-Key-File-3: ssh-ed25519
                    Encryption: none
                    Comment: c
                    Public-Lines: 2
                    AAAA
                    BBBB
                    Private-Lines: 1
                    CCCC
                    Private-MAC: 00
                    """),
                Invariants.bytes(
                        "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nAA"));
    }

    private static List<byte[]> manifests() {
        String value = Base64.getEncoder().encodeToString(Invariants.bytes(CANARY));
        return List.of(
                Invariants.bytes("password: " + value + "\n  user: YW5u\n---\nkind: Secret\ndata: {a: b}\n"),
                Invariants.bytes(
                        "x: 1\n--- \n{\"kind\": \"Secret\", \"stringData\": {\"token\": \"a\\n\\\"" + CANARY + "\"}}"),
                Invariants.bytes("\"kind\": \"Secret\", \"data\": {\"token\": \"" + value + "\", \"x\": 1}"));
    }

    private static List<byte[]> checked() {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String jwt = url.encodeToString(Invariants.bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "."
                + url.encodeToString(Invariants.bytes("{\"iss\":\"a\",\"exp\":1}")) + ".c2ln";
        return java.util.stream.Stream.of(
                        jwt,
                        "pypi-AgEIcHlwaS5vcmc" + "CAAA",
                        "abcd_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_0123456789",
                        "{\"type\": \"service_account\", \"private_key\": \"x\"}",
                        Base64.getEncoder().encodeToString(Invariants.bytes("user:" + CANARY)))
                .flatMap(value -> Parsers.forEachCheck(value).stream())
                .toList();
    }

    private static List<byte[]> texts() {
        List<byte[]> all = new java.util.ArrayList<>();
        for (Supplier<List<byte[]>> seeds :
                List.<Supplier<List<byte[]>>>of(Targets::fields, Targets::encoded, Targets::keys, Targets::utf16)) {
            all.addAll(seeds.get());
        }
        return all;
    }
}
