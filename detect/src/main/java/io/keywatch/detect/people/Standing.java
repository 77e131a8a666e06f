package io.keywatch.detect.people;

import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.people.PersonLedger.Change;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person has left, worked out from all that is known, in order of event time.
 *
 * @param account whose user left, or {@link #EVERYWHERE}
 * @param at epoch milliseconds
 * @param cause for people to read
 * @param around the same name has signed in anew since: only this credential is gone, not the person
 */
record Standing(String account, long at, String cause, boolean around) {
    static final String EVERYWHERE = "*";

    /** A call that was under way, and the time until a deletion is known everywhere in AWS. */
    static final long SLACK = 60_000;

    /** Null for somebody who is there. */
    static @Nullable Standing of(PersonLedger ledger) {
        Standing left = null;
        Set<String> accounts = new TreeSet<>();
        ledger.changes().forEach(change -> accounts.add(change.account()));
        for (String account : accounts) {
            Standing here = in(account, ledger);
            if (here != null && (left == null || here.at() > left.at())) {
                left = here;
            }
        }
        PersonLedger.Told told = ledger.told();
        if (told != null && told.left()) {
            left = new Standing(EVERYWHERE, told.at(), "told by " + told.source(), false);
        } else if (told != null && left != null && told.at() >= left.at()) {
            left = null;
        }
        return left == null || left.everywhere() ? left : left.around(ledger);
    }

    /** Whether the caller is the person, as the user who left or in a session that this user took. */
    boolean covers(Use use, PersonLedger ledger) {
        if (everywhere()) {
            return true;
        }
        if (use.caller().type() == PrincipalType.IAM_USER) {
            return account.equals(ResourceNames.accountOf(use.caller().id()));
        }
        return ledger.keys().stream()
                .anyMatch(key -> key.temporary()
                        && key.account().equals(account)
                        && key.id().equals(use.caller().accessKeyId()));
    }

    boolean after(Use use) {
        return use.at() > at + SLACK;
    }

    private boolean everywhere() {
        return account.equals(EVERYWHERE);
    }

    private Standing around(PersonLedger ledger) {
        boolean signedInAnew = ledger.uses().stream().anyMatch(use -> {
            Instant created = use.caller().sessionCreated();
            return use.caller().type() != PrincipalType.IAM_USER
                    && after(use)
                    && !covers(use, ledger)
                    && (created == null || created.toEpochMilli() > at + SLACK);
        });
        return new Standing(account, at, cause, signedInAnew);
    }

    /**
     * Deleted or disabled; or console password gone and every key that was ever seen gone. Hygiene takes one of the two
     * away, so at least one key must have been taken, too. A new user, password or key ends it.
     */
    private static @Nullable Standing in(String account, PersonLedger ledger) {
        List<Step> steps = new ArrayList<>();
        for (Change change : ledger.changes()) {
            if (change.account().equals(account)) {
                steps.add(new Step(change.at(), change, null));
            }
        }
        for (PersonLedger.Key key : ledger.keys()) {
            if (!key.temporary() && key.account().equals(account)) {
                steps.add(new Step(key.firstAt(), null, key.id()));
            }
        }
        steps.sort(Step::compare);
        Set<String> active = new HashSet<>();
        boolean passwordGone = false;
        boolean keyGone = false;
        Standing left = null;
        for (Step step : steps) {
            Change change = step.change();
            if (change == null) {
                if (left == null) {
                    active.add(String.valueOf(step.usedKey()));
                }
                continue;
            }
            switch (change.way()) {
                case USER_CREATED, LOGIN_CREATED -> {
                    passwordGone = false;
                    left = null;
                }
                case KEY_ON -> {
                    active.add(change.key());
                    left = null;
                }
                case KEY_OFF -> {
                    active.remove(change.key());
                    keyGone = true;
                }
                case LOGIN_DELETED -> passwordGone = true;
                case USER_DELETED -> {
                    if (left == null) {
                        left = new Standing(account, change.at(), change.action(), false);
                    }
                }
            }
            if (left == null && passwordGone && keyGone && active.isEmpty()) {
                left = new Standing(account, change.at(), "password and all keys gone", false);
            }
        }
        return left;
    }

    private record Step(
            long at, @Nullable Change change, @Nullable String usedKey) {
        /** At the same moment a use comes before a change: the key worked then. */
        static int compare(Step one, Step other) {
            int byTime = Long.compare(one.at, other.at);
            return byTime != 0 ? byTime : Boolean.compare(one.change != null, other.change != null);
        }
    }
}
