package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happens to an organisation: people move and leave, keys are replaced, teams hand over, things break. */
final class Changes implements Agent {
    /** Per person and day. */
    private static final double MOVE = 0.001;

    private static final double LEAVE = 0.0008;
    private static final double REPLACE_KEY = 0.008;
    /** Per department and day: read by those who own it, and by a neighbour who helps. */
    private static final double INCIDENT = 0.1;

    private static final double INCIDENT_ELSEWHERE = 0.02;
    /** One re-organisation while detectors learn, one while they are judged. */
    private static final List<Integer> REORGANISATIONS = List.of(12, 34);

    private final Office office;
    private final List<Person> people;
    private final int departments;

    Changes(Office office, List<Person> people, int departments) {
        this.office = office;
        this.people = people;
        this.departments = departments;
    }

    @Override
    public void plan(Day day) {
        Dice dice = office.dice;
        if (day.workday()) {
            for (Person person : people) {
                if (person.worksOn(day)) {
                    change(day, person);
                }
            }
        }
        if (REORGANISATIONS.contains(day.index())) {
            handOver(day);
        }
        for (int department = 0; department < departments; department++) {
            int number = department;
            if (dice.chance(INCIDENT)) {
                office.agenda.at(day.hour(dice.uniform(0, 24)), at -> incident(at, day, number, number));
            }
            if (dice.chance(INCIDENT_ELSEWHERE)) {
                int other = dice.random.nextInt(departments);
                office.agenda.at(day.hour(dice.uniform(0, 24)), at -> incident(at, day, number, other));
            }
        }
    }

    private void change(Day day, Person person) {
        Dice dice = office.dice;
        if (dice.chance(MOVE)) {
            person.join(dice.pick(office.teams));
        }
        if (person.user != null && dice.chance(REPLACE_KEY)) {
            office.agenda.at(day.hour(dice.uniform(9, 16)), at -> replaceKey(at, person));
        }
        if (dice.chance(LEAVE)) {
            person.leave(day.index() + 1);
            office.agenda.at(day.hour(dice.uniform(20, 23)), at -> offBoard(at, person));
        }
    }

    private void offBoard(Instant at, Person person) {
        Identity user = person.user;
        if (user == null) {
            return;
        }
        Caller caller = personnel(at, user.accountId());
        office.agenda.say(office.calls.onUser(caller, at, "DeleteLoginProfile", person.name));
        office.agenda.say(office.calls.disableAccessKey(caller, at.plusSeconds(2), person.name, person.keyId()));
        if (office.dice.chance(0.7)) {
            office.agenda.say(office.calls.deleteAccessKey(caller, at.plusSeconds(4), person.name, person.keyId()));
            office.agenda.say(office.calls.onUser(caller, at.plusSeconds(6), "DeleteUser", person.name));
        }
    }

    private void replaceKey(Instant at, Person person) {
        Identity user = person.user;
        if (user == null) {
            return;
        }
        String before = person.keyId();
        String after = office.calls.accessKeyId(false);
        Caller caller = user.withKey(before, person.anywhere());
        office.agenda.say(office.calls.createAccessKey(caller, at, person.name, after));
        person.replaceKey(after);
        Caller renewed = user.withKey(after, person.anywhere());
        Instant later = at.plus(Duration.ofMinutes(office.dice.between(5, 90)));
        office.agenda.at(later, moment -> {
            office.agenda.say(office.calls.disableAccessKey(renewed, moment, person.name, before));
            office.agenda.say(office.calls.deleteAccessKey(renewed, moment.plusSeconds(30), person.name, before));
        });
    }

    private void handOver(Day day) {
        Dice dice = office.dice;
        Team from = dice.pick(office.teams);
        Team to = dice.pick(office.teams);
        if (from == to) {
            return;
        }
        List<SecretRef> handed = dice.sample(from.secrets, from.secrets.size() / 2);
        to.secrets.addAll(handed);
        for (Person person : to.people) {
            if (!person.worksOn(day)) {
                continue;
            }
            person.takeOver(handed);
            if (dice.chance(0.5)) {
                List<SecretRef> first = dice.sample(handed, dice.between(1, 3));
                Instant when = day.hour(24.0 * dice.between(0, 6) + dice.uniform(9, 16));
                office.agenda.at(when, at -> person.readSeveral(at, person.anywhere(), first, 400));
            }
        }
    }

    private void incident(Instant at, Day day, int department, int where) {
        Dice dice = office.dice;
        List<Person> onCall = new ArrayList<>();
        List<Workload> broken = new ArrayList<>();
        for (Team team : office.teams) {
            if (team.department == department) {
                team.people.stream().filter(person -> person.worksOn(day)).forEach(onCall::add);
            }
            if (team.department == where) {
                broken.addAll(team.workloads);
            }
        }
        if (onCall.isEmpty() || broken.isEmpty()) {
            return;
        }
        Person person = dice.pick(onCall);
        List<SecretRef> needed = dice.sample(dice.pick(broken).secrets, dice.between(1, 4));
        person.readSeveral(at, person.anywhere(), needed, 300);
    }

    /** The role that creates and removes users, one in each account. */
    static Identity personnel(Account account) {
        return Identity.role(account.id(), "/", "people-sync", account.region());
    }

    private Caller personnel(Instant at, String accountId) {
        Account account = office.accounts.stream()
                .filter(each -> each.id().equals(accountId))
                .findFirst()
                .orElseThrow();
        Network network = new Network(office.accounts.getFirst().gateways().getFirst(), null, "Boto3/1.34.51");
        return personnel(account).session("people-sync", office.calls.accessKeyId(true), at, network);
    }
}
