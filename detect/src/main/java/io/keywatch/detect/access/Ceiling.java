package io.keywatch.detect.access;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.rule.RuleSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * So many different things of one kind inside one window are too many, whoever it is: the first day has no baseline.
 *
 * @param limit distinct resources at which it fires
 * @param readAfterwards whether an allowed read within the hour after makes it graver
 */
record Ceiling(
        RuleSpec rule, Touch.Kind kind, Want want, Duration window, int limit, Scope scope, boolean readAfterwards) {

    enum Want {
        ALLOWED,
        DENIED,
        ANY;

        boolean takes(boolean allowed) {
            return this == ANY || (this == ALLOWED) == allowed;
        }
    }

    /** What is counted together. */
    enum Scope {
        PRINCIPAL,
        /** One access key: a role that many machines share reads in many places, one stolen key should not. */
        CREDENTIAL;

        String of(Caller caller) {
            @Nullable String key = caller.accessKeyId();
            return this == PRINCIPAL || key == null ? caller.id() : caller.id() + "/" + key;
        }
    }

    Ceiling {
        if (limit < 1 || window.isZero() || window.isNegative() || window.compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException(
                    rule.id() + ": limit " + limit + " or window " + window + " out of range (from 1; up to 12 h)");
        }
    }

    Ceiling at(int otherLimit) {
        return new Ceiling(rule, kind, want, window, otherLimit, scope, readAfterwards);
    }

    /** How many buckets are one value of the store: an hour of them, or one. */
    int bucketsTogether() {
        return Math.max(1, (int) (TimeKeys.HOUR / window.toMillis()));
    }

    /** Begins with the end of the stretch. Changing the window starts afresh, for this ceiling alone. */
    String storeKey(long stretch, String scopeKey) {
        long endMinute = ((stretch + 1) * bucketsTogether() * window.toMillis()) / 60_000;
        return TimeKeys.minute(endMinute) + "|" + rule.id() + "@" + window.toMinutes() + "|" + scopeKey;
    }
}
