package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Infrastructure as code: refreshes all of its state every night, and creates, reads and deletes secrets in bulk. */
final class Provisioner implements Agent {
    private final Office office;
    private final Team team;
    private final Identity role;
    private final List<SecretRef> state;
    private final boolean makesEnvironments;
    private final String runner;

    Provisioner(Office office, Team team, Identity role) {
        this.office = office;
        this.team = team;
        this.role = role;
        Dice dice = office.dice;
        List<SecretRef> managed = team.secrets.stream()
                .filter(secret -> secret.accountId().equals(role.accountId()))
                .toList();
        this.state = dice.sample(managed, dice.between(12, 60));
        this.makesEnvironments = dice.chance(0.25);
        this.runner = dice.pick(team.production.gateways());
    }

    @Override
    public void plan(Day day) {
        Dice dice = office.dice;
        if (dice.chance(0.9)) {
            office.agenda.at(day.hour(dice.uniform(2.8, 3.6)), this::refresh);
        }
        int plans = day.workday() ? dice.poisson(1.0) : 0;
        for (int i = 0; i < plans; i++) {
            office.agenda.at(day.hour(dice.uniform(8, 18)), at -> {
                refresh(at);
                if (dice.chance(0.12)) {
                    grow(at.plus(Duration.ofMinutes(6)));
                }
            });
        }
        if (makesEnvironments && day.workday() && dice.chance(0.2)) {
            office.agenda.at(day.hour(dice.uniform(8, 16)), this::environment);
        }
    }

    private void refresh(Instant at) {
        Caller caller = caller(at);
        Instant moment = at;
        for (SecretRef secret : state) {
            if (!secret.parameter()) {
                office.agenda.say(office.calls.onSecret(caller, moment, "DescribeSecret", secret));
                office.agenda.say(office.calls.onSecret(caller, moment, "GetResourcePolicy", secret));
            }
            office.agenda.say(office.calls.read(caller, moment, secret));
            moment = moment.plusMillis(office.dice.between(100, 2_500));
        }
    }

    private void grow(Instant at) {
        Caller caller = caller(at);
        int count = office.dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            SecretRef made = make(caller, at.plusSeconds(i));
            state.add(made);
            team.secrets.add(made);
        }
    }

    /** Twenty secrets come, are read, and go some hours later. */
    private void environment(Instant at) {
        Caller caller = caller(at);
        List<SecretRef> made = new ArrayList<>();
        int count = office.dice.between(8, 22);
        for (int i = 0; i < count; i++) {
            made.add(make(caller, at.plusSeconds(2L * i)));
        }
        office.agenda.at(at.plus(Duration.ofMinutes(office.dice.between(40, 400))), later -> {
            Caller again = caller(later);
            for (int i = 0; i < made.size(); i++) {
                Instant moment = later.plusSeconds(i);
                office.agenda.say(office.calls.read(again, moment, made.get(i)));
                office.agenda.say(office.calls.onSecret(again, moment, "DeleteSecret", made.get(i)));
            }
        });
    }

    private SecretRef make(Caller caller, Instant at) {
        Account account = role.accountId().equals(team.production.id()) ? team.production : team.development;
        SecretRef made = office.newSecret(team, account, "stack", false);
        office.agenda.say(office.calls.createSecret(caller, at, made));
        office.agenda.say(office.calls.onSecret(caller, at.plusSeconds(1), "PutSecretValue", made));
        office.agenda.say(office.calls.read(caller, at.plusSeconds(2), made));
        return made;
    }

    private Caller caller(Instant at) {
        Network network = new Network(runner, null, "aws-sdk-go-v2/1.24.1");
        return role.session("run-" + office.dice.hex(10), office.calls.accessKeyId(true), at, network);
    }
}
