package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Instant;
import java.util.List;

/** A CI role: a new session and most often a new address for every build. */
final class Pipeline implements Agent {
    private final Office office;
    private final Team team;
    private final Identity role;
    private final List<SecretRef> secrets;
    private final boolean hosted;
    private final double buildsPerDay;

    Pipeline(Office office, Team team, Identity role) {
        this.office = office;
        this.team = team;
        this.role = role;
        Dice dice = office.dice;
        this.secrets = dice.sample(team.secrets, dice.between(5, 20));
        this.hosted = dice.chance(0.6);
        this.buildsPerDay = dice.uniform(3, 18);
    }

    @Override
    public void plan(Day day) {
        Dice dice = office.dice;
        for (int i = 0; i < secrets.size(); i++) {
            if (dice.chance(OfficeGenerator.DRIFT)) {
                secrets.set(i, dice.pick(team.secrets));
            }
        }
        int builds = dice.poisson(day.workday() ? buildsPerDay : 0.4);
        for (int i = 0; i < builds; i++) {
            office.agenda.at(day.hour(dice.uniform(7, 19)), this::build);
        }
    }

    private void build(Instant at) {
        Dice dice = office.dice;
        String address = hosted ? office.places.ciRunner() : dice.pick(team.development.gateways());
        Network network = new Network(address, null, "aws-cli/2.15." + dice.between(0, 4));
        Caller caller = role.session(
                hosted ? "GitHubActions" : "build-" + dice.hex(8), office.calls.accessKeyId(true), at, network);
        office.agenda.say(office.calls.plain(caller, at, "sts.amazonaws.com", "GetCallerIdentity"));
        Instant moment = dice.soon(at, 30);
        int reads = dice.between(2, 6);
        for (int i = 0; i < reads; i++) {
            office.agenda.say(office.calls.read(caller, moment, dice.pickByRank(secrets)));
            moment = dice.soon(moment, 8);
        }
        if (dice.chance(0.5)) {
            office.agenda.say(office.calls.plain(caller, moment, "ecr.amazonaws.com", "GetAuthorizationToken"));
        }
        if (dice.chance(0.2)) {
            office.agenda.say(office.calls.plain(caller, moment, "ecs.amazonaws.com", "UpdateService"));
        }
    }
}
