package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.check.OfflineCheck;
import io.keywatch.detect.scan.check.Verdict;
import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import io.keywatch.detect.scan.pattern.PatternSampler;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Texts with and without a secret of a rule, made from the rule's own format: what they hold is never committed. */
final class RuleExamples {
    private static final int TRIES = 500;

    private RuleExamples() {}

    /** A secret in its place; the seed makes it another one. */
    static String positive(Rule rule, long seed) {
        return companion(rule) + around(rule, value(rule, seed));
    }

    /** Texts that only resemble it, by what is wrong with them. */
    static Map<String, String> negatives(Rule rule) {
        Map<String, String> all = new LinkedHashMap<>();
        Random random = random(rule, 77);
        String value = rule.check() == null ? shortest(rule, random) : value(rule, 77);
        int end = valueEnd(rule, value);
        for (int cut = 1; cut < end; cut++) {
            String shorter = value.substring(0, end - cut) + value.substring(end);
            if (!fits(rule, shorter)) {
                all.put("too short", shorter);
                break;
            }
        }
        if (!rule.spec().openRight()) {
            String more = "";
            while (more.length() <= rule.maxWidth() && fits(rule, insert(value, end, more))) {
                more += (char) rule.inside().member(random.nextInt(rule.inside().size()));
            }
            if (!fits(rule, insert(value, end, more))) {
                all.put("too long", insert(value, end, more));
            }
        }
        int middle = (rule.prefix() + end) / 2;
        for (String strange : List.of("%", "~", "!", "*", " ", "\"", "\n")) {
            String other = value.substring(0, middle) + strange + value.substring(middle + 1);
            if (!fits(rule, other)) {
                all.put("wrong alphabet", other);
                break;
            }
        }
        all.put("placeholder", body(rule, value, 'x', 'x', '0'));
        all.put("all the same", body(rule, value, 'a', 'A', '1'));
        Map<String, String> texts = new LinkedHashMap<>();
        all.forEach((kind, wrong) -> texts.put(kind, companion(rule) + around(rule, wrong)));
        texts.putAll(alone(rule, value(rule, 78)));
        return texts;
    }

    /** The right value where what has to stand with it does not. */
    private static Map<String, String> alone(Rule rule, String value) {
        Map<String, String> texts = new LinkedHashMap<>();
        String near = near(rule);
        if (rule.needsContext() && !saysOneOf(rule.spec().context(), value)) {
            texts.put("no context", companion(rule) + near + "item = \"" + value + "\"\n");
        }
        String bare = companion(rule) + around(rule, value).substring(near.length());
        if (!near.isEmpty() && !saysOneOf(rule.spec().near(), bare)) {
            texts.put("nothing near", bare);
        }
        if (rule.spec().requires() != null) {
            texts.put("no companion", around(rule, value));
        }
        return texts;
    }

    /** The value with one character of its checksum or body changed, where it has a checksum. */
    static List<String> wrongChecksums(Rule rule) {
        List<String> wrong = new ArrayList<>();
        String text = value(rule, 79);
        Attempt attempt = new Attempt();
        rule.pattern().matchAt(bytes(text), 0, text.length(), attempt);
        boolean holds = verdict(rule, bytes(text), attempt).validation() == Validation.CHECKSUM_OK;
        int first = attempt.valueStart() + rule.prefix();
        for (int at = attempt.valueEnd() - 1; holds && at > first && wrong.size() < 3; at -= 9) {
            for (String other : others(text.charAt(at))) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                boolean matches = rule.pattern().matchAt(bytes(changed), 0, text.length(), attempt) == text.length();
                if (matches && verdict(rule, bytes(changed), attempt).validation() != Validation.CHECKSUM_OK) {
                    wrong.add(companion(rule) + around(rule, changed));
                    break;
                }
            }
        }
        return wrong;
    }

    /** Of the same kind: every alphabet that has the one has one of these. */
    private static List<String> others(char c) {
        List<String> same = Character.isDigit(c)
                ? List.of("2", "3", "4")
                : Character.isUpperCase(c) ? List.of("C", "D", "E") : List.of("c", "d", "e");
        return same.stream().filter(other -> other.charAt(0) != c).toList();
    }

    private static Verdict verdict(Rule rule, byte[] bytes, Attempt attempt) {
        OfflineCheck check = rule.check();
        return check == null ? Verdict.UNCHECKED : check.of(bytes, attempt.valueStart(), attempt.valueEnd());
    }

    /** What the rule's pattern matches, with a checksum that holds. */
    static String value(Rule rule, long seed) {
        return made(rule, random(rule, seed), false);
    }

    /** Of some rules the shortest value that the pattern takes has too little entropy ever to be one. */
    private static String shortest(Rule rule, Random random) {
        try {
            return made(rule, random, true);
        } catch (IllegalStateException never) {
            return made(rule, random, false);
        }
    }

    private static int valueEnd(Rule rule, String text) {
        byte[] bytes = bytes(text);
        Attempt attempt = new Attempt();
        rule.pattern().matchAt(bytes, 0, bytes.length, attempt);
        return attempt.valueEnd();
    }

    private static String insert(String text, int at, String more) {
        return text.substring(0, at) + more + text.substring(at);
    }

    private static String made(Rule rule, Random random, boolean shortest) {
        for (int i = 0; i < TRIES; i++) {
            String sample = shortest
                    ? PatternSampler.shortest(rule.pattern().ast(), random)
                    : PatternSampler.sample(rule.pattern().ast(), random);
            String value = forged(rule, sample, random);
            if (fits(rule, value)) {
                return value;
            }
        }
        throw new IllegalStateException("no example for rule " + rule.spec().id());
    }

    private static String forged(Rule rule, String sample, Random random) {
        String check = rule.spec().check();
        byte[] raw = bytes(sample);
        Attempt attempt = new Attempt();
        if (check == null || rule.pattern().matchAt(raw, 0, raw.length, attempt) < 0) {
            return sample;
        }
        // the pattern may surround the value: put the forged one where the sampled one stood
        String value = sample.substring(attempt.valueStart(), attempt.valueEnd());
        return sample.substring(0, attempt.valueStart())
                + Forge.valid(check, value, random)
                + sample.substring(attempt.valueEnd());
    }

    /** Whether the rule by itself takes the text, from its first character on. */
    private static boolean fits(Rule rule, String text) {
        byte[] bytes = bytes(text);
        Attempt attempt = new Attempt();
        if (rule.pattern().matchAt(bytes, 0, bytes.length, attempt) < 0) {
            return false;
        }
        int body = Math.min(attempt.valueEnd(), attempt.valueStart() + rule.prefix());
        return Entropy.of(bytes, attempt.valueStart(), attempt.valueEnd())
                        >= rule.spec().minEntropy()
                && rule.spec().atLeast().in(bytes, body, attempt.valueEnd())
                && !Placeholders.isDummyToken(bytes, body, attempt.valueEnd())
                && !verdict(rule, bytes, attempt).rejected();
    }

    private static String body(Rule rule, String value, char lower, char upper, char digit) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean body = i >= Math.max(rule.prefix(), 1) && Character.isLetterOrDigit(c);
            made.append(!body ? c : Character.isDigit(c) ? digit : Character.isUpperCase(c) ? upper : lower);
        }
        return made.toString();
    }

    private static String around(Rule rule, String value) {
        if (rule.needsContext()) {
            return near(rule) + rule.spec().context().getFirst() + " = \"" + value + "\"\n";
        }
        return near(rule) + "first line\n" + value + "\nlast line\n";
    }

    private static String near(Rule rule) {
        return rule.spec().near().isEmpty() ? "" : "# " + rule.spec().near().getFirst() + "\n";
    }

    /** The part that has to stand with it. */
    private static String companion(Rule rule) {
        String required = rule.spec().requires();
        return required == null
                ? ""
                : RuleSet.builtin().compiled().stream()
                        .filter(other -> other.spec().id().equals(required))
                        .map(other -> positive(other, 5))
                        .findFirst()
                        .orElse("");
    }

    private static boolean saysOneOf(List<String> words, String text) {
        return words.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    }

    private static Random random(Rule rule, long seed) {
        return new Random(rule.spec().id().hashCode() * 31L + seed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
