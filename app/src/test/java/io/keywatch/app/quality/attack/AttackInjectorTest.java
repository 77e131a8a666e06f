package io.keywatch.app.quality.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.Traffic;
import io.keywatch.app.quality.TrafficGenerator;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.app.quality.office.OfficeGenerator;
import io.keywatch.app.quality.process.ProcessGenerator;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttackInjectorTest {
    private static final int PER_CLASS = 3;
    private static final Set<AttackClass> FROM_ELSEWHERE =
            Set.of(AttackClass.STOLEN_INSTANCE_ROLE, AttackClass.EXPOSED_KEY, AttackClass.POST_DEPARTURE);

    static Stream<TrafficGenerator> generators() {
        return Stream.of(new OfficeGenerator(), new ProcessGenerator());
    }

    @ParameterizedTest
    @MethodSource("generators")
    void injectsEveryClassOntoPrincipalsThatAreNotNewAndOnlyOnTestDays(TrafficGenerator generator) {
        Scene scene = Scene.play(generator, 1);

        Map<AttackClass, Integer> counts = new EnumMap<>(AttackClass.class);
        for (Attack attack : scene.log.attacks()) {
            counts.merge(attack.attackClass(), 1, Integer::sum);
            assertThat(attack.start()).isAfterOrEqualTo(scene.settings.testStart());
            assertThat(attack.end()).isBefore(scene.settings.end());
            Instant known = scene.firstSeen.get(attack.principalId());
            assertThat(known).isNotNull().isBefore(scene.settings.testStart());
        }
        assertThat(counts).containsOnlyKeys(AttackClass.values());
        assertThat(scene.log.attacks().stream().map(Attack::principalId)).doesNotHaveDuplicates();
        assertThat(scene.log.abandoned()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void leaksNoLabelThroughUserAgentNetworkOrShape(TrafficGenerator generator) {
        Scene scene = Scene.play(generator, 2);
        // what the owner of an exposed key does later carries the label, wherever it is done from
        Set<String> allAddresses = new HashSet<>();
        generator
                .open(scene.settings)
                .calls()
                .forEachRemaining(call ->
                        allAddresses.add(String.valueOf(call.getNetwork().getIp())));

        for (ApiCall call : scene.malicious) {
            Attack attack = scene.log.of(call.getEventId());
            assertThat(attack).isNotNull();
            String id = call.getPrincipal().getId();
            if (call.getPrincipal().getInvokedBy() == null) {
                String agent = String.valueOf(call.getNetwork().getUserAgent());
                if (attack.attackClass() == AttackClass.POST_DEPARTURE) {
                    assertThat(scene.allAgents).contains(agent);
                } else {
                    assertThat(scene.agents.get(id)).contains(agent);
                }
                String address = String.valueOf(call.getNetwork().getIp());
                if (FROM_ELSEWHERE.contains(attack.attackClass())) {
                    assertThat(allAddresses).contains(address);
                } else {
                    assertThat(scene.addresses.get(id)).contains(address);
                }
            }
            Set<String> shape = scene.shapes.get(call.getEventName());
            if (shape != null && !call.getEventName().startsWith("Batch")) {
                assertThat(shape).containsAll(bare(call));
            }
            String text = call.toString().toLowerCase(Locale.ROOT);
            for (AttackClass attackClass : AttackClass.values()) {
                assertThat(text).doesNotContain(attackClass.name().toLowerCase(Locale.ROOT));
            }
            assertThat(text).doesNotContain("attack", "evil", "stratus", "pacu");
        }
    }

    @ParameterizedTest
    @MethodSource("generators")
    void leavesTheBenignCallsAsTheyWereExceptThoseOfTheDeparted(TrafficGenerator generator) {
        Scene scene = Scene.play(generator, 3);
        Set<String> departed = new HashSet<>();
        scene.log.attacks().stream()
                .filter(attack -> attack.attackClass() == AttackClass.POST_DEPARTURE)
                .forEach(attack -> departed.add(attack.principalId()));

        Set<String> passed = new HashSet<>();
        scene.benign.forEach(call -> passed.add(call.getEventId()));
        // The uses of an exposed key by its owner carry the label of the attack.
        scene.malicious.forEach(call -> passed.add(call.getEventId()));
        List<String> lost = new ArrayList<>();
        generator.open(scene.settings).calls().forEachRemaining(call -> {
            String session = String.valueOf(call.getPrincipal().getSessionName());
            boolean gone = departed.contains(call.getPrincipal().getId())
                    || departed.stream().anyMatch(id -> id.endsWith("/" + session));
            if (!gone && !passed.contains(call.getEventId())) {
                lost.add(call.getEventId());
            }
        });
        assertThat(lost).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("generators")
    void theDepartedDoNothingButTheAttack(TrafficGenerator generator) {
        Scene scene = Scene.play(generator, 4);

        for (Attack attack : scene.log.attacks()) {
            if (attack.attackClass() == AttackClass.POST_DEPARTURE) {
                assertThat(scene.benign)
                        .noneMatch(call -> call.getPrincipal().getId().equals(attack.principalId())
                                && call.getEventTime().isAfter(attack.start()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("generators")
    void tellsOfAnExposureBeforeItsKeyCountsAndOfUnusedKeysToo(TrafficGenerator generator) {
        Scene scene = Scene.play(generator, 5);

        Set<String> used = new HashSet<>();
        scene.benign.forEach(call -> used.add(String.valueOf(call.getPrincipal().getAccessKeyId())));
        scene.malicious.forEach(
                call -> used.add(String.valueOf(call.getPrincipal().getAccessKeyId())));
        assertThat(scene.exposures).hasSizeBetween(PER_CLASS, 2 * PER_CLASS);
        assertThat(scene.exposures.stream().filter(exposure -> used.contains(exposure.getAccessKeyId())))
                .hasSize(scene.exposures.size() - PER_CLASS);
        assertThat(scene.exposures)
                .isSortedAccordingTo((a, b) -> a.getFirstSeen().compareTo(b.getFirstSeen()));
    }

    /** Names of the parameters with the places in lists taken off. */
    private static Set<String> bare(ApiCall call) {
        Set<String> names = new HashSet<>();
        call.getParameters().keySet().forEach(name -> names.add(name.replaceAll("\\[\\d+]", "[]")));
        return names;
    }

    /** One attacked stream, told apart by its log. */
    private static final class Scene {
        private final TrafficSettings settings;
        private final AttackLog log;
        private final List<ApiCall> benign = new ArrayList<>();
        private final List<ApiCall> malicious = new ArrayList<>();
        private final List<Exposure> exposures;
        private final Map<String, Instant> firstSeen = new HashMap<>();
        private final Map<String, Set<String>> agents = new HashMap<>();
        private final Map<String, Set<String>> addresses = new HashMap<>();
        private final Set<String> allAgents = new HashSet<>();
        private final Map<String, Set<String>> shapes = new HashMap<>();

        private Scene(TrafficSettings settings, AttackInjector injector) {
            this.settings = settings;
            this.log = injector.log();
            Instant before = settings.start();
            while (injector.hasNext()) {
                ApiCall call = injector.next();
                assertThat(call.getEventTime()).isAfterOrEqualTo(before);
                before = call.getEventTime();
                (log.of(call.getEventId()) == null ? benign : malicious).add(call);
                if (log.of(call.getEventId()) == null) {
                    learn(call);
                }
            }
            this.exposures = injector.exposuresUntil(settings.end());
        }

        static Scene play(TrafficGenerator generator, long seed) {
            TrafficSettings settings = TrafficSettings.of(200, seed);
            Traffic traffic = generator.open(settings);
            return new Scene(settings, new AttackInjector(traffic, settings, PER_CLASS));
        }

        private void learn(ApiCall call) {
            String id = call.getPrincipal().getId();
            firstSeen.putIfAbsent(id, call.getEventTime());
            String agent = String.valueOf(call.getNetwork().getUserAgent());
            String address = String.valueOf(call.getNetwork().getIp());
            agents.computeIfAbsent(id, k -> new HashSet<>()).add(agent);
            addresses.computeIfAbsent(id, k -> new HashSet<>()).add(address);
            allAgents.add(agent);
            shapes.computeIfAbsent(call.getEventName(), k -> new HashSet<>()).addAll(bare(call));
        }
    }
}
