package io.keywatch.app.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Departure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffBoardingFileTest {
    @Test
    void readsDatesInstantsAndCorrections() {
        OffBoardingFile file = OffBoardingFile.parse(
                List.of(
                        "# March",
                        "",
                        "alice@example.com, 2026-03-10",
                        "bob,2026-03-11T12:00:00Z",
                        "carol,2026-03-11,back"),
                "march.csv");

        assertThat(file.problems()).isEmpty();
        assertThat(file.departures())
                .containsExactly(
                        departure("alice@example.com", "2026-03-11T00:00:00Z", true),
                        departure("bob", "2026-03-11T12:00:00Z", true),
                        departure("carol", "2026-03-12T00:00:00Z", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice", "alice,yesterday", ",2026-03-10", "alice,2026-03-10,maybe", "alice,2026-03-10,back,x"})
    void tellsTheLineThatIsWrong(String line) {
        OffBoardingFile file = OffBoardingFile.parse(List.of("# first", line), "march.csv");

        assertThat(file.departures()).isEmpty();
        assertThat(file.problems()).singleElement().asString().startsWith("line 2: ");
    }

    @Test
    void takesNamesUpToTheLongestMailAddress() {
        String longest = "a".repeat(OffBoardingFile.LONGEST_NAME);

        assertThat(OffBoardingFile.parse(List.of(longest + ",2026-03-10"), "f").departures())
                .hasSize(1);
        assertThat(OffBoardingFile.parse(List.of(longest.substring(1) + ",2026-03-10"), "f")
                        .departures())
                .hasSize(1);
        assertThat(OffBoardingFile.parse(List.of(longest + "a,2026-03-10"), "f").problems())
                .hasSize(1);
    }

    private static Departure departure(String person, String at, boolean left) {
        return Departure.newBuilder()
                .setPerson(person)
                .setAt(Instant.parse(at))
                .setSource("march.csv")
                .setLeft(left)
                .build();
    }
}
