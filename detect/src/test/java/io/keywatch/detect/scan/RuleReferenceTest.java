package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleReferenceTest {
    @Test
    void thePageInDocsIsWhatTheRulesSay() throws IOException {
        Path page = Path.of("../docs/rules.md");
        if (Boolean.getBoolean("keywatch.approve")) {
            Files.writeString(page, RuleReference.markdown());
        }

        assertThat(Files.readString(page))
                .as("docs/rules.md; renew it with ./keywatch rules reference > docs/rules.md")
                .isEqualTo(RuleReference.markdown());
    }

    @Test
    void everyRuleNamesThePageThatDescribesItsFormat() {
        assertThat(RuleSet.builtin().compiled())
                .allSatisfy(rule -> assertThat(rule.spec().source())
                        .as(rule.spec().id())
                        .startsWith("https://")
                        .doesNotContain(" "));
    }

    @Test
    void everyRuleIsInItWithItsCheck() {
        String page = RuleReference.markdown();
        assertThat(RuleSet.builtin().infos())
                .allSatisfy(info -> assertThat(page).contains("`" + info.id() + "`"));
        assertThat(RuleSet.builtin().size()).isGreaterThanOrEqualTo(350);
    }
}
