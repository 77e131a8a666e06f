package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values that stand for a secret and are none: references, templates, dummies. */
public final class Placeholders {
    private static final List<String> REFERENCE_STARTS = Words.listOf("""
        $ {{ <% %{ #{ @{ ! ssm: secretsmanager: arn:aws vault: ref+ op:// keyvault projects/ env:
        env. env( env[ process.env os.environ os.getenv system.getenv getenv enc[ aqicah {cipher} enc(
        resolve: {{resolve: @microsoft.keyvault file: classpath: secret: sops: %env( ${ data. var.
        local. module. aws_secretsmanager vault( lookup( !vault configuration[ config. config[
        settings. self. this. params. request. req. args. options. secrets. (string null none
        undefined nil true false & sm:// akv:// gsm:// awssm: awsssm: awssecret: aws-sm: berglas:// keeper://
        doppler:// bao: infisical: $env: file( filebase64( templatefile( import.meta sensitive( nonsensitive(
        """);
    /** The same by their first character, which is ASCII. */
    private static final List<List<String>> STARTS = IntStream.range(0, 128)
            .mapToObj(c -> REFERENCE_STARTS.stream()
                    .filter(start -> start.charAt(0) == c)
                    .toList())
            .toList();

    private static final List<String> REFERENCE_PARTS =
            List.of("${", "{{", "}}", "$(", "#{", "<%", "%>", "%(", "process.env", "os.environ", "getenv", "secretref");

    private static final List<Word> PARTS = Word.of(REFERENCE_PARTS);

    /** Long enough never to stand in a random value by chance: containing them is enough. */
    private static final List<String> LONG_WORDS = Words.listOf("""
        example changeme change_me change-me placeholder redacted your_ your- yourkey yourpass
        yoursecret yourtoken replace_ replaceme insert_ secret_here key_here token_here
        password_here notasecret not_a_secret not-a-secret dummy xxxxx ***** sample todo: fixme
        <your my_secret mysecret my-secret my_password mypassword my-password secretkey accesskey
        123456789 abcdefgh deadbeef lorem foobar testtest 00000000 undefined removed hidden masked
        encrypted supersecret super_secret super-secret
        """);

    private static final List<Word> DUMMIES = Word.of(LONG_WORDS);

    /** A word with the letters that a value must have to hold it: one comparison spares a search. */
    private record Word(String text, int letters) {
        static List<Word> of(List<String> words) {
            return words.stream().map(w -> new Word(w, lettersOf(w))).toList();
        }

        /** A bit for each of a-z, one for digits and one for all else. */
        static int lettersOf(String lower) {
            int letters = 0;
            for (int i = 0; i < lower.length(); i++) {
                char c = lower.charAt(i);
                letters |= 1 << (c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? 26 : 27);
            }
            return letters;
        }

        boolean in(String lower, int has) {
            return (letters & ~has) == 0 && lower.contains(text);
        }
    }

    /** RSA-OAEP of a 4,096-bit key alone is 683 characters. */
    private static final int SEALED_LENGTH = 500;

    /** Nothing is given back, so that a long value is read once. An underscore ends a name and may stand in it. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "^[<\\[({].*[>\\])}]$|^([#@%*~])\\1*+[A-Z_ ]++\\1++$|^_[A-Z_ ]{2,}+(?<=_)$"
                    + "|%[sdv@]|\\{[A-Za-z_.]*+\\}|^\\*++$|^\\.++$|^-++$|^_++$|^x++$",
            Pattern.DOTALL);

    /** A longer value is not made of filler words. */
    private static final int MAX_WORDS = 32;

    /** Characters that a long value has more of. */
    private static final int FEW = 4;

    private Placeholders() {}

    /** A pointer to where the value really is. */
    public static boolean isReference(String value) {
        // values of a SealedSecret, encrypted for the cluster
        if (value.length() > SEALED_LENGTH && value.startsWith("Ag")) {
            return true;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        char first = lower.isEmpty() ? 0 : lower.charAt(0);
        for (String start : first < STARTS.size() ? STARTS.get(first) : List.<String>of()) {
            boolean sign = start.length() == 1;
            if (lower.startsWith(start) && (!sign || pointer(value))) {
                return true;
            }
        }
        if (first == '!' && TAG.matcher(value).find()) {
            return true;
        }
        if ((first == '$' || first == '%') && VARIABLE.matcher(value).matches()) {
            return true;
        }
        int has = Word.lettersOf(lower);
        for (Word part : PARTS) {
            if (part.in(lower, has)) {
                return true;
            }
        }
        return false;
    }

    /** Tags of CloudFormation, Ansible and other YAML that are filled in later. */
    private static final Pattern TAG = Pattern.compile(
            "^!(?:Ref|GetAtt|Sub|ImportValue|Join|Select|FindInMap|If|Split|Transform|Base64|vault|secret|env|ENV"
                    + "|include|reference|lookup|var)\\b");

    /** A shell variable at the start, whatever follows it: {@code $ADMIN_PASSWORD"}, {@code $HOME/pwd.txt}. */
    private static final Pattern VARIABLE =
            Pattern.compile("^[$%](?:[A-Z_][A-Z0-9_]{2,}\\b.*|[a-z_]+[^\\w]?$)", Pattern.DOTALL);

    /** {@code $NAME}, {@code !Ref}, {@code &name}: but a password may begin with such a sign, too. */
    private static boolean pointer(String value) {
        return value.length() > 1
                && value.substring(1)
                        .chars()
                        .allMatch(c -> Character.isLetter(c)
                                || c == '_'
                                || c == '.'
                                || c == ' '
                                || c == '{'
                                || c == '}'
                                || c == '('
                                || c == ')');
    }

    public static boolean isTemplate(String value) {
        // most values begin with a letter and hold no sign of a template: no need for the pattern
        boolean possible = !value.isEmpty()
                && ("<[({#@%_*~.-x".indexOf(value.charAt(0)) >= 0
                        || value.indexOf('%') >= 0
                        || value.indexOf('{') >= 0);
        return possible && TEMPLATE.matcher(value).find();
    }

    /** Words and runs of a made-up value. Says nothing of short real words: see the trap of stop words. */
    public static boolean isDummy(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        int has = Word.lettersOf(lower);
        for (Word word : DUMMIES) {
            // a word that is a small part of a long value may be chance or part of a name in it
            if (word.text().length() * 6 >= lower.length() && word.in(lower, has)) {
                return true;
            }
        }
        return repetitive(lower);
    }

    /** Hardly any different characters, or one run over a third of it. */
    static boolean repetitive(String value) {
        int run = 1;
        int longest = 1;
        for (int i = 1; i < value.length(); i++) {
            run = value.charAt(i) == value.charAt(i - 1) ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        int distinct = distinct(value);
        return (value.length() >= 4 && (longest * 3 > value.length() || distinct <= 2))
                || (value.length() >= 16 && distinct <= FEW);
    }

    /** How many characters differ, counted as far as {@link #FEW} and one more. */
    private static int distinct(String value) {
        char[] seen = new char[FEW + 1];
        int distinct = 0;
        for (int i = 0; i < value.length() && distinct <= FEW; i++) {
            int at = 0;
            while (at < distinct && seen[at] != value.charAt(i)) {
                at++;
            }
            if (at == distinct) {
                seen[distinct++] = value.charAt(i);
            }
        }
        return distinct;
    }

    /** Words of which made-up passwords are made, longest first. */
    private static final List<String> FILLER = Words.listOf("""
        authentication confirmation administrator invalid_password passphrase credential password username
        incorrect passwort database passwd secret invalid another correct testing example github bearer
        access client server string please admin login token wrong enter value guest valid local fake
        user pass test demo root temp some this that your with auth mock junk here repo pack info
        foo bar baz new old key api app dev the abc xyz pwd for bad set any non not no my db is in a x
        """);

    private static final List<Word> FILLERS = Word.of(FILLER);

    /** Share of a value that is not such words: little of it, and it is made up. */
    static double residue(String value) {
        String rest = value.toLowerCase(Locale.ROOT);
        int has = Word.lettersOf(rest);
        for (Word word : FILLERS) {
            if (word.in(rest, has)) {
                rest = rest.replace(word.text(), "");
            }
        }
        int left = 0;
        // 1, 12, 123 at the end of a word add nothing
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            left += Character.isLetterOrDigit(c) ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        if (letters == 0 && digits >= 1 && digits <= 3) {
            left = 0;
        }
        return (double) left / value.length();
    }

    /** Nothing but such words. */
    public static boolean isMadeUp(String value) {
        return value.length() <= MAX_WORDS && residue(value) == 0;
    }

    /** 123456, 87654321, abcdef and the like. */
    static boolean sequence(String value) {
        int steps = 0;
        for (int i = 1; i < value.length(); i++) {
            int step = value.charAt(i) - value.charAt(i - 1);
            steps += step == 1 || step == -1 || step == 0 ? 1 : 0;
        }
        return value.length() >= 4 && steps >= value.length() - 2;
    }

    /** For tokens of a known format: is the body made up? */
    public static boolean isDummyToken(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, 256);
        String body = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        return isDummy(body);
    }
}
