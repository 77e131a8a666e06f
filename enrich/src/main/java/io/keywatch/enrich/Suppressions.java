package io.keywatch.enrich;

import io.keywatch.enrich.knowledge.Glob;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Suppression;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a suppression covers a finding. Pure. */
public final class Suppressions {
    private Suppressions() {}

    /** One without any scope would hide everything. */
    public static boolean isScoped(Suppression suppression) {
        return suppression.getRuleId() != null
                || suppression.getFingerprint() != null
                || suppression.getResource() != null
                || suppression.getPrincipal() != null
                || suppression.getPrincipalKind() != null
                || suppression.getAccountId() != null;
    }

    /**
     * Every scope that is given must match. One without any scope covers nothing.
     *
     * @param finding as enriched: the kind of its principal is of enrichment's making
     * @param now by the wall clock, because a suppression expires on a date that a person chose
     */
    public static boolean covers(Suppression suppression, Finding finding, Instant now) {
        if (!suppression.getActive()
                || !suppression.getExpires().isAfter(now)
                || suppression.getCreated().isAfter(now)) {
            return false;
        }
        return isScoped(suppression)
                && same(suppression.getRuleId(), finding.getRule().getId())
                && same(
                        suppression.getFingerprint(),
                        finding.getSecret() == null ? null : finding.getSecret().getFingerprint())
                && same(
                        suppression.getPrincipal(),
                        finding.getActor() == null ? null : finding.getActor().getId())
                && same(
                        suppression.getPrincipalKind(),
                        finding.getContext() == null
                                ? null
                                : finding.getContext().getPrincipalKind())
                && same(suppression.getAccountId(), finding.getAccountId())
                && resource(suppression, finding);
    }

    private static boolean same(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    /** All resources must be covered: a finding that touches one more is news. */
    private static boolean resource(Suppression suppression, Finding finding) {
        if (suppression.getResource() == null) {
            return true;
        }
        Glob glob = new Glob(suppression.getResource());
        if (finding.getLocation() != null) {
            return glob.matches(finding.getLocation().getResourceId());
        }
        Stream<String> arns = finding.getResources().stream().map(ResourceRef::getArn);
        return !finding.getResources().isEmpty() && arns.allMatch(glob::matches);
    }
}
