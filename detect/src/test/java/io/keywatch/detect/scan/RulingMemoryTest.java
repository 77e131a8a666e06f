package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RulingMemoryTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    /** Samples are made without the memory: what it recalls must be what is ruled without it. */
    @Test
    void recallsWhatWouldBeRuledAgain() {
        Random random = new Random(11);
        String[] values = {Forge.text(20, random), Forge.text(9, random), "correct horse", "${X}", "hunter", "a.b.c()"};
        String[] forms = {
            "password = \"%s\"", "password: %s", "db_password='%s'", "token(%s)", "# api_key \"%s\"", "secret=[\"%s\"]"
        };
        String[] separators = {"\n", "\n", " ", ";", ", ", "  \r\n"};
        for (int round = 0; round < 40; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                text.append(forms[random.nextInt(forms.length)].formatted(values[random.nextInt(values.length)]))
                        .append(separators[random.nextInt(separators.length)]);
            }
            byte[] content = text.toString().getBytes(StandardCharsets.US_ASCII);
            List<String> recalled = new ArrayList<>();
            List<String> ruled = new ArrayList<>();
            SCANNER.explain(Artifact.of("a.py", content), decision -> recalled.add(told(decision)));
            SCANNER.study(Artifact.of("a.py", content), decision -> ruled.add(told(decision)));

            assertThat(recalled).isNotEmpty().isEqualTo(ruled);
        }
    }

    private static String told(Decision decision) {
        return decision.startLine() + ":" + decision.startColumn() + " "
                + decision.rule().id() + " " + decision.ruling() + " " + decision.probability();
    }
}
