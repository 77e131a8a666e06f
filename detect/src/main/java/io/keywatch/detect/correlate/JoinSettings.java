package io.keywatch.detect.correlate;

import java.util.Map;
import java.util.Set;

/**
 * What an operator tells the joins.
 *
 * @param environments environment of an account, by its id: makes crossing from one to another certain instead of a
 *     guess from names
 * @param ownRoles ARNs of the roles that Keywatch itself reads content with: their reads are nobody's
 * @param objectReads whether to remember who reads objects, in case one turns out to hold a secret
 */
public record JoinSettings(Map<String, String> environments, Set<String> ownRoles, boolean objectReads) {
    public static final JoinSettings DEFAULTS = new JoinSettings(Map.of(), Set.of(), true);

    public JoinSettings {
        environments = Map.copyOf(environments);
        ownRoles = Set.copyOf(ownRoles);
    }
}
