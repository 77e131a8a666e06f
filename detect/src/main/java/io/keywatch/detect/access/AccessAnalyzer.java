package io.keywatch.detect.access;

import io.keywatch.detect.call.EventClock;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.FirstRead;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Assesses the calls of some principals: all calls of one principal must come to the same analyzer. What only calls of
 * several principals, or calls and content together, can tell leaves as clues for
 * {@link io.keywatch.detect.correlate.Correlator}.
 *
 * <p>The same events in another order, late within {@link Ceilings#RETENTION} or twice, end in the same findings: same
 * ids, severity, times, count and evidence. Only revision, transition and ingestedAt tell how they came.
 *
 * <p>Not thread-safe; called on the thread that owns its tables.
 */
public final class AccessAnalyzer {
    /** Half a minute of wall clock between calls of {@link #flush} keeps the index fresh at bounded cost. */
    public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(30);

    private static final long SWEEP_INTERVAL = TimeKeys.HOUR / 12;
    private static final int SWEEP_AT_ONCE = 2_000;

    /** A finding may still grow on the day after its own. */
    private static final long FINDING_DAYS = 2;

    private final SeenEvents seen;
    private final Ceilings ceilings;
    private final Pairs pairs;
    private final DailyReads daily;
    private final SingleEvents singles;
    private final DecryptsWithoutRead decrypts;
    private final Episodes episodes;
    private final FirstUses firstUses = new FirstUses();
    private final JoinClues joinClues;
    private final EventClock clock = new EventClock();
    private final AccessSettings settings;
    private long sweptAt = Long.MIN_VALUE;

    /** More became old than one sweep takes: the next call goes on. */
    private boolean backlog;

    /** The analyzer's memory, each table its own store. */
    public record Memory(
            TableSpec<SeenEvents.Chunk> seen,
            TableSpec<Buckets.Stretch> ceilings,
            TableSpec<Pairs.Pair> pairs,
            TableSpec<Profile> profiles,
            TableSpec<DecryptLedger> decrypts,
            TableSpec<Boolean> decryptsPending,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("access-seen", SeenEvents.Chunk.CODEC),
                    new TableSpec<>("access-ceiling-hours", Buckets.Stretch.CODEC),
                    new TableSpec<>("access-pairs", Pairs.Pair.CODEC),
                    new TableSpec<>("access-profiles", Profile.CODEC),
                    new TableSpec<>("access-decrypts", DecryptLedger.CODEC),
                    new TableSpec<>("access-decrypts-pending", Codec.MARK),
                    new TableSpec<>("access-findings", findings),
                    new TableSpec<>("access-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(seen, ceilings, pairs, profiles, decrypts, decryptsPending, findings, unpublished);
        }
    }

    public AccessAnalyzer(AccessSettings settings, JoinSettings joins, Memory memory, Tables tables) {
        this.settings = settings;
        this.joinClues = new JoinClues(joins.objectReads());
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.seen = new SeenEvents(tables.open(memory.seen()));
        this.ceilings = new Ceilings(CeilingRules.at(settings.ceilings()), tables.open(memory.ceilings()), episodes);
        this.pairs = new Pairs(tables.open(memory.pairs()));
        this.daily = new DailyReads(settings.dailyReads(), tables.open(memory.profiles()), episodes);
        this.decrypts = new DecryptsWithoutRead(
                joins.decryptTolerance(),
                tables.open(memory.decrypts()),
                tables.open(memory.decryptsPending()),
                episodes);
        this.singles = new SingleEvents(SingleEvents.all(), episodes);
    }

    public static List<RuleSpec> rules() {
        return Stream.of(CeilingRules.rules(), List.of(DailyReads.RULE, DecryptsWithoutRead.RULE), SingleEvents.rules())
                .flatMap(List::stream)
                .toList();
    }

    /** @param clues receives what others must join, by join key */
    public void observe(ApiCall call, Consumer<Finding> findings, BiConsumer<String, Clue> clues) {
        long now = clock.advance(call);
        boolean touches = Touches.relevant(call);
        boolean single = singles.relevant(call);
        if (FirstUses.byHolder(call)) {
            if (firstUses.add(call)) {
                Clue.ofUse(call, clues);
                daily.active(call.getPrincipal().getId(), call.getEventTime().toEpochMilli());
            }
            Clue.ofCall(call, clues);
        }
        joinClues.of(call, clues);
        if (!touches && !single) {
            return;
        }
        Sighting sighting = Sighting.of(call);
        if (!seen.add(sighting)) {
            return;
        }
        Consumer<Finding> out = settings.switches().over(findings);
        if (touches && !byService(call)) {
            List<Touch> all = Touches.of(call);
            boolean newRegion = false;
            for (Touch touch : all) {
                boolean stranger = observe(sighting, touch, now, out, clues);
                newRegion |= stranger && touch.kind() == Touch.Kind.REGION;
                if (stranger && touch.kind() == Touch.Kind.PARAMETER_WRITTEN) {
                    singles.observe(SecretEvents.OVERWRITTEN_BY_STRANGER, call, out);
                } else if (touch.kind() == Touch.Kind.SECRET_DELETED) {
                    deleted(call, sighting, touch.resources().getFirst(), out);
                }
            }
            decrypts.observe(call, sighting, all);
            if (newRegion) {
                tellReplicas(sighting, all, clues);
            }
        }
        if (single) {
            singles.observe(call, out);
            byStrangers(call, sighting, out);
        }
        sweep(now, out);
    }

    private void byStrangers(ApiCall call, Sighting sighting, Consumer<Finding> out) {
        for (SingleEvent row : SecretEvents.BY_STRANGERS) {
            String target =
                    row.events().contains(call.getEventName()) ? row.target().apply(call) : null;
            if (target != null && pairs.making(sighting.caller().id(), target, sighting.at()) == Pairs.Making.STRANGE) {
                singles.observe(row, call, out);
            }
        }
    }

    /** What is made and destroyed on one day, a preview or a test, is nobody's loss. */
    private void deleted(ApiCall call, Sighting sighting, String secret, Consumer<Finding> out) {
        switch (pairs.making(sighting.caller().id(), secret, sighting.at())) {
            case STRANGE -> singles.observe(SecretEvents.FORCE_DELETED_BY_STRANGER, call, out);
            case OWN -> singles.observe(SecretEvents.FORCE_DELETED_BY_ITS_MAKER, call, out);
            case OWN_OF_TODAY -> {}
        }
    }

    /** True when the principal has never touched one of these before. */
    private boolean observe(
            Sighting sighting, Touch touch, long now, Consumer<Finding> out, BiConsumer<String, Clue> clues) {
        String principal = sighting.caller().id();
        switch (touch.kind()) {
            case SECRET_WRITTEN, PARAMETER_WRITTEN -> {
                boolean stranger = false;
                if (touch.allowed()) {
                    for (String resource : touch.resources()) {
                        if (pairs.making(principal, resource, sighting.at()) == Pairs.Making.STRANGE) {
                            for (RuleSpec rule : SecretEvents.OF_STRANGERS) {
                                singles.withdraw(rule, sighting, resource, "made by whoever did this to it", out);
                            }
                        }
                        stranger |= pairs.wrote(principal, resource, sighting.at());
                        daily.wrote(sighting);
                        if ("CreateSecret".equals(sighting.action())) {
                            tell(FirstRead.Kind.CREATED, sighting, resource, clues);
                        }
                    }
                }
                return stranger;
            }
            case SECRET_DELETED -> {
                return false;
            }
            default -> {}
        }
        if (!touch.allowed() || !touch.kind().growsUsual()) {
            Touch counted = touch.kind().isSecret() && !touch.allowed() ? unusual(sighting, touch) : touch;
            if (!counted.resources().isEmpty()) {
                ceilings.observe(sighting, counted, now, out);
            }
            return false;
        }
        List<String> novel = new ArrayList<>(touch.resources().size());
        List<String> usual = new ArrayList<>();
        boolean first = false;
        for (String resource : touch.resources()) {
            String subject = touch.kind().countsCalls() ? touch.kind().name() : resource;
            Pairs.Novelty novelty = pairs.read(principal, subject, sighting.at());
            first |= novelty == Pairs.Novelty.FIRST;
            (novelty.usual() ? usual : novel).add(resource);
            if (touch.kind() == Touch.Kind.BATCH_FILTER && novelty == Pairs.Novelty.FIRST) {
                tell(FirstRead.Kind.FIRST, sighting, ResourceNames.everySecret(sighting.caller()), clues);
            }
            if (touch.kind().isSecret()) {
                if (novelty == Pairs.Novelty.FIRST) {
                    daily.readFirst(sighting);
                    tell(FirstRead.Kind.FIRST, sighting, resource, clues);
                } else if (novelty == Pairs.Novelty.USUAL_AGAIN) {
                    tell(FirstRead.Kind.AGAIN, sighting, resource, clues);
                }
            }
        }
        if (!novel.isEmpty()) {
            ceilings.observe(sighting, new Touch(touch.kind(), novel, true), now, out);
        }
        if (touch.kind().isSecret()) {
            if (!usual.isEmpty()) {
                Touch.Kind kind =
                        touch.kind() == Touch.Kind.SECRET ? Touch.Kind.USUAL_SECRET : Touch.Kind.USUAL_PARAMETER;
                ceilings.observe(sighting, new Touch(kind, usual, true), now, out);
            }
            daily.observe(sighting, usual, novel, out);
        }
        return first;
    }

    /** Refused what it has long been reading: a broken policy, nobody that tries doors. */
    private Touch unusual(Sighting sighting, Touch denied) {
        List<String> left = denied.resources().stream()
                .filter(resource -> !pairs.usual(sighting.caller().id(), resource, sighting.at()))
                .toList();
        return left.size() == denied.resources().size() ? denied : new Touch(denied.kind(), left, false);
    }

    private void tell(FirstRead.Kind kind, Sighting sighting, String secret, BiConsumer<String, Clue> clues) {
        Clue read = new Clue.Read(read(kind, sighting, secret));
        clues.accept(Clue.SECRET + secret, read);
        if (kind == FirstRead.Kind.FIRST && !ResourceNames.isEverySecret(secret)) {
            clues.accept(Clue.GRANTEE + sighting.caller().id(), read);
            String account = sighting.caller().accountId();
            if (account != null && !account.equals(sighting.caller().trailAccount())) {
                clues.accept(Clue.GRANTEE + account, read);
            }
        }
    }

    private void tellReplicas(Sighting sighting, List<Touch> touches, BiConsumer<String, Clue> clues) {
        for (Touch touch : touches) {
            if (touch.kind() == Touch.Kind.SECRET && touch.allowed()) {
                for (String secret : touch.resources()) {
                    clues.accept(Clue.replica(secret), new Clue.Read(read(FirstRead.Kind.FIRST, sighting, secret)));
                }
            }
        }
    }

    private FirstRead read(FirstRead.Kind kind, Sighting sighting, String secret) {
        Profile profile = daily.profile(sighting);
        return FirstRead.of(
                kind,
                Use.of(sighting),
                secret,
                profile.daysKnown(sighting.at()),
                profile.daysReading(sighting.at()),
                profile.breadth(),
                profile.maker(sighting.at()),
                sighting.ingestedAt());
    }

    /** Publishes what changed quietly; see {@link Episodes#flush}. */
    public int flush(Consumer<Finding> findings) {
        return episodes.flush(settings.switches().over(findings));
    }

    /** Services read what they are told to; decryption on behalf of Parameter Store is the reader's own doing. */
    private static boolean byService(ApiCall call) {
        return switch (call.getPrincipal().getType()) {
            case AWS_SERVICE -> true;
            default -> call.getPrincipal().getInvokedBy() != null && !"Decrypt".equals(call.getEventName());
        };
    }

    private void sweep(long now, Consumer<Finding> out) {
        boolean due = now >= sweptAt + SWEEP_INTERVAL;
        if (due || backlog) {
            backlog = seen.forgetBefore(now, SWEEP_AT_ONCE) || ceilings.forgetBefore(now, SWEEP_AT_ONCE);
        }
        if (!due) {
            return;
        }
        sweptAt = now;
        pairs.forget(now, SWEEP_AT_ONCE);
        decrypts.settle(now, SWEEP_AT_ONCE, out);
        decrypts.forget(now, SWEEP_AT_ONCE);
        episodes.forgetBefore(TimeKeys.dayOf(now) - FINDING_DAYS, SWEEP_AT_ONCE, out);
    }
}
