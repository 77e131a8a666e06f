package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.Traffic;
import io.keywatch.app.quality.TrafficGenerator;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Generator one: an organisation is simulated. Departments own accounts, teams own services and secrets, people have
 * jobs and working hours, machines have schedules; people join, move and leave, teams hand over, services drift.
 */
public final class OfficeGenerator implements TrafficGenerator {
    /** Share of (principal, secret) habits that change in a day. */
    static final double DRIFT = 0.003;

    @Override
    public String name() {
        return "office";
    }

    @Override
    public Traffic open(TrafficSettings settings) {
        Office office = new Founding(settings).found();
        List<SecretRef> secrets =
                office.teams.stream().flatMap(team -> team.secrets.stream()).toList();
        List<Actor> actors = List.copyOf(office.actors);
        Iterator<ApiCall> calls = new Days(office);
        return new Traffic() {
            @Override
            public List<Actor> actors() {
                return actors;
            }

            @Override
            public List<SecretRef> secrets() {
                return secrets;
            }

            @Override
            public Iterator<ApiCall> calls() {
                return calls;
            }
        };
    }

    /** Plans a day when the one before is told. */
    private static final class Days implements Iterator<ApiCall> {
        private final Office office;
        private int planned;
        private @Nullable ApiCall next;

        Days(Office office) {
            this.office = office;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                next = office.agenda.next(midnight(planned));
                if (next == null) {
                    if (planned == office.settings.days()) {
                        return false;
                    }
                    Day day = new Day(planned, midnight(planned));
                    office.agents.forEach(agent -> agent.plan(day));
                    planned++;
                }
            }
            return true;
        }

        @Override
        public ApiCall next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            ApiCall call = next;
            next = null;
            return call;
        }

        private Instant midnight(int day) {
            return office.settings.start().plus(Duration.ofDays(day));
        }
    }
}
