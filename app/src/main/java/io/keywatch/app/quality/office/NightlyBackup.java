package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.schemas.v1.Network;
import java.time.Instant;
import java.util.List;

/** Copies everything of a department's production account every night, twenty at a time. */
final class NightlyBackup implements Agent {
    private static final int BATCH = 20;
    /** The most names that one GetParameters takes. */
    private static final int PARAMETERS = 10;

    private final Office office;
    private final List<Team> teams;
    private final Account account;
    private final Identity role;
    private final boolean derivedEvents;

    NightlyBackup(Office office, List<Team> teams, Account account, Identity role) {
        this.office = office;
        this.teams = teams;
        this.account = account;
        this.role = role;
        this.derivedEvents = office.dice.chance(0.5);
    }

    @Override
    public void plan(Day day) {
        office.agenda.at(day.hour(2 + office.dice.uniform(0, 0.1)), this::run);
    }

    private void run(Instant at) {
        Network network = new Network(account.gateways().getFirst(), null, "Boto3/1.34.12");
        Caller caller = role.session("backup", office.calls.accessKeyId(true), at, network);
        office.agenda.say(office.calls.listSecrets(caller, at));
        List<SecretRef> all = teams.stream()
                .flatMap(team -> team.secrets.stream())
                .filter(secret -> secret.accountId().equals(account.id()))
                .toList();
        Instant moment = at.plusSeconds(2);
        List<SecretRef> secrets =
                all.stream().filter(secret -> !secret.parameter()).toList();
        for (int i = 0; i < secrets.size(); i += BATCH) {
            List<SecretRef> batch = secrets.subList(i, Math.min(secrets.size(), i + BATCH));
            office.agenda.say(office.calls.batchByIds(caller, moment, batch));
            for (SecretRef secret : batch) {
                if (derivedEvents) {
                    office.agenda.say(office.calls.getSecretValue(caller, moment, secret));
                }
                office.agenda.say(office.calls.decryptFor(caller, moment, secret));
            }
            moment = moment.plusSeconds(office.dice.between(2, 15));
        }
        List<SecretRef> parameters = all.stream().filter(SecretRef::parameter).toList();
        for (int i = 0; i < parameters.size(); i += PARAMETERS) {
            List<SecretRef> batch = parameters.subList(i, Math.min(parameters.size(), i + PARAMETERS));
            office.agenda.say(office.calls.getParameters(caller, moment, batch));
            for (SecretRef parameter : batch) {
                office.agenda.say(office.calls.decryptFor(caller, moment, parameter));
            }
            moment = moment.plusSeconds(office.dice.between(1, 5));
        }
    }
}
