package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.TrafficSettings;
import java.util.ArrayList;
import java.util.List;

/** What all agents of one organisation share. */
final class Office {
    final TrafficSettings settings;
    final Dice dice;
    final ApiCalls calls;
    final Agenda agenda = new Agenda();
    final Places places;
    final List<Account> accounts = new ArrayList<>();
    final List<Team> teams = new ArrayList<>();
    final List<Agent> agents = new ArrayList<>();
    final List<Actor> actors = new ArrayList<>();
    private int secretNumber;

    Office(TrafficSettings settings) {
        this.settings = settings;
        this.dice = new Dice(settings.seed());
        this.calls = new ApiCalls(dice.random.split());
        this.places = new Places(dice);
    }

    void hire(Identity identity, Team team, ActorKind kind) {
        actors.add(new Actor(
                identity.arn(), identity.accountId(), team.name, kind, identity.user() ? identity.name() : null));
    }

    /** One secret in five is a parameter; the name says team and purpose, as most conventions do. */
    SecretRef newSecret(Team team, Account account, String purpose) {
        return newSecret(team, account, purpose, dice.chance(0.2));
    }

    SecretRef newSecret(Team team, Account account, String purpose, boolean parameter) {
        String stage = account.production() ? "prod" : "dev";
        String name = team.name + "/" + stage + "/" + purpose + "-" + secretNumber++;
        if (parameter) {
            String arn = "arn:aws:ssm:" + account.region() + ":" + account.id() + ":parameter/" + name;
            return new SecretRef(
                    SecretRef.Store.PARAMETER_STORE,
                    arn,
                    "/" + name,
                    account.id(),
                    account.region(),
                    account.kmsKeyArn(),
                    team.name);
        }
        String arn =
                "arn:aws:secretsmanager:" + account.region() + ":" + account.id() + ":secret:" + name + "-" + suffix();
        return new SecretRef(
                SecretRef.Store.SECRETS_MANAGER,
                arn,
                name,
                account.id(),
                account.region(),
                account.kmsKeyArn(),
                team.name);
    }

    private String suffix() {
        StringBuilder text = new StringBuilder(6);
        for (int i = 0; i < 6; i++) {
            text.append("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789".charAt(dice.random.nextInt(57)));
        }
        return text.toString();
    }
}
