package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.office.OfficeGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerLabelsTest {
    private final List<Actor> actors =
            new OfficeGenerator().open(TrafficSettings.of(1_000, 1)).actors();

    @Test
    void aboutFifteenInAHundredAreWrong() {
        Map<String, String> labels = PeerLabels.of(actors, PeerLabels.WRONG, 1);

        long wrong = actors.stream()
                .filter(actor -> !actor.team().equals(labels.get(actor.id())))
                .count();
        assertThat(labels).hasSize(actors.size());
        assertThat(wrong / (double) actors.size()).isBetween(0.11, 0.19);
    }

    @Test
    void theSameSeedMislabelsTheSamePrincipals() {
        assertThat(PeerLabels.of(actors, 0.15, 2)).isEqualTo(PeerLabels.of(actors, 0.15, 2));
        assertThat(PeerLabels.of(actors, 0.15, 2)).isNotEqualTo(PeerLabels.of(actors, 0.15, 3));
    }
}
