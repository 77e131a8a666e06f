package io.keywatch.schemas;

import io.keywatch.schemas.Topic.Cleanup;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Asset;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.ScanLedgerEntry;
import io.keywatch.schemas.v1.ScanRetry;
import io.keywatch.schemas.v1.Suppression;
import io.keywatch.schemas.v1.TriageEvent;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every topic of Keywatch. Created by name with explicit settings; nothing relies on auto-creation. */
public final class Topics {
    public static final String PREFIX = "keywatch.";

    public static final Topic<ApiCall> CLOUDTRAIL =
            scaled("cloudtrail.v1", ApiCall.class, "account/principal", delete(7));
    public static final Topic<ObjectChange> OBJECT_CHANGES =
            scaled("object-changes.v1", ObjectChange.class, "resource id", delete(7));
    public static final Topic<Asset> ASSETS = few("assets.v1", Asset.class, "resource ARN", new Cleanup.Compact());
    public static final Topic<Exposure> EXPOSURES =
            few("exposures.v1", Exposure.class, "access key id or fingerprint, @resource", new Cleanup.Compact());
    public static final Topic<Departure> DEPARTURES =
            few("departures.v1", Departure.class, "person", new Cleanup.Compact());
    public static final Topic<VaultValue> VAULT_VALUES =
            few("vault-values.v1", VaultValue.class, "secret ARN @ fingerprint", new Cleanup.Compact());
    public static final Topic<Finding> DETECTIONS = few("detections.v1", Finding.class, "finding id", delete(14));
    public static final Topic<Finding> FINDINGS =
            few("findings.v1", Finding.class, "finding id", new Cleanup.CompactAndDelete(Duration.ofDays(90)));
    public static final Topic<Suppression> SUPPRESSIONS =
            few("suppressions.v1", Suppression.class, "suppression id", new Cleanup.Compact());
    public static final Topic<TriageEvent> TRIAGE =
            few("triage.v1", TriageEvent.class, "finding id", new Cleanup.Compact());
    public static final Topic<DeadLetter> DEAD_LETTERS =
            few("dead-letters.v1", DeadLetter.class, "dead letter id", delete(30));

    /** From signals to incidents, one hop up a chain of sessions at a time: keywatch-access writes it and reads it. */
    public static final Topic<Lead> LEADS = scaled("leads.v1", Lead.class, "access key or actor", delete(2));

    /** State of the scan topology: written by Streams as changelogs of its stores, never created here. */
    public static final Topic<ScanLedgerEntry> SCAN_LEDGER =
            scaled("scan-ledger.v1", ScanLedgerEntry.class, "resource id", new Cleanup.Compact());

    public static final Topic<ScanRetry> SCAN_RETRIES =
            scaled("scan-retries.v1", ScanRetry.class, "due time and resource id", new Cleanup.Compact());

    private static final List<Topic<?>> INTERNAL = List.of(SCAN_LEDGER, SCAN_RETRIES);

    private static final List<Topic<?>> ALL = List.of(
            CLOUDTRAIL,
            OBJECT_CHANGES,
            ASSETS,
            EXPOSURES,
            DEPARTURES,
            VAULT_VALUES,
            DETECTIONS,
            FINDINGS,
            SUPPRESSIONS,
            TRIAGE,
            DEAD_LETTERS,
            LEADS);

    private Topics() {}

    public static List<Topic<?>> all() {
        return ALL;
    }

    /** Everything that needs a schema: the topics, and the stores whose values are Avro. */
    public static List<Topic<?>> withSchemas() {
        return Stream.concat(ALL.stream(), INTERNAL.stream()).toList();
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> Topic<T> scaled(
            String name, Class<T> type, String key, Cleanup cleanup) {
        return new Topic<>(PREFIX + name, type, key, cleanup, true);
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> Topic<T> few(
            String name, Class<T> type, String key, Cleanup cleanup) {
        return new Topic<>(PREFIX + name, type, key, cleanup, false);
    }

    private static Cleanup delete(int days) {
        return new Cleanup.Delete(Duration.ofDays(days));
    }
}
