package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Instant;
import java.util.List;

/** The security team's scanner: lists an account every day, and reads every secret of it once a week. */
final class StrengthScanner implements Agent {
    private final Office office;
    private final Account account;
    private final Identity role;
    private final int weekday;

    StrengthScanner(Office office, Account account, Identity role) {
        this.office = office;
        this.account = account;
        this.role = role;
        this.weekday = office.dice.between(0, 6);
    }

    @Override
    public void plan(Day day) {
        boolean reads = day.index() % 7 == weekday;
        office.agenda.at(day.hour(office.dice.uniform(4, 5)), at -> scan(at, reads));
    }

    private void scan(Instant at, boolean reads) {
        Network network = new Network(office.accounts.getFirst().gateways().getFirst(), null, "Boto3/1.33.0");
        Caller caller = role.session("secret-scanner", office.calls.accessKeyId(true), at, network);
        office.agenda.say(office.calls.listSecrets(caller, at));
        Instant moment = at;
        List<SecretRef> all = office.teams.stream()
                .flatMap(team -> team.secrets.stream())
                .filter(secret -> secret.accountId().equals(account.id()))
                .toList();
        for (SecretRef secret : all) {
            moment = moment.plusMillis(office.dice.between(200, 1_200));
            if (reads) {
                office.agenda.say(office.calls.read(caller, moment, secret));
            } else if (!secret.parameter()) {
                office.agenda.say(office.calls.onSecret(caller, moment, "DescribeSecret", secret));
            }
        }
    }
}
