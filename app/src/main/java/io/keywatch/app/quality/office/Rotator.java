package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Instant;
import java.util.List;

/** A rotation function: each of its secrets comes round every few weeks, in the four steps of the service. */
final class Rotator implements Agent {
    private final Office office;
    private final Account account;
    private final Identity role;
    private final List<SecretRef> secrets;
    private final int periodDays;

    Rotator(Office office, Team team, Account account, Identity role) {
        this.office = office;
        this.account = account;
        this.role = role;
        Dice dice = office.dice;
        List<SecretRef> own = team.secrets.stream()
                .filter(secret -> !secret.parameter() && secret.accountId().equals(account.id()))
                .toList();
        this.secrets = dice.sample(own, dice.between(4, 25));
        this.periodDays = dice.pick(List.of(7, 14, 30));
    }

    @Override
    public void plan(Day day) {
        for (SecretRef secret : secrets) {
            if (Math.floorMod(secret.arn().hashCode(), periodDays) == day.index() % periodDays) {
                office.agenda.at(day.hour(office.dice.uniform(0, 6)), at -> rotate(at, secret));
            }
        }
    }

    private void rotate(Instant at, SecretRef secret) {
        Network network = new Network(account.gateways().getFirst(), null, "Boto3/1.28.72 exec-env/AWS_Lambda");
        Caller caller = role.session(role.name(), office.calls.accessKeyId(true), at, network);
        office.agenda.say(office.calls.rotationEvent(at, "RotationStarted", secret));
        office.agenda.say(office.calls.onSecret(caller, at.plusSeconds(1), "DescribeSecret", secret));
        office.agenda.say(office.calls.read(caller, at.plusSeconds(2), secret));
        office.agenda.say(office.calls.onSecret(caller, at.plusSeconds(3), "PutSecretValue", secret));
        office.agenda.say(office.calls.getPreviousVersion(caller, at.plusSeconds(5), secret, "AWSPENDING"));
        office.agenda.say(office.calls.decryptFor(caller, at.plusSeconds(5), secret));
        if (office.dice.chance(0.01)) {
            office.agenda.say(office.calls.rotationEvent(at.plusSeconds(30), "RotationFailed", secret));
            return;
        }
        office.agenda.say(office.calls.updateVersionStage(caller, at.plusSeconds(7), secret));
        office.agenda.say(office.calls.rotationEvent(at.plusSeconds(8), "RotationSucceeded", secret));
    }
}
