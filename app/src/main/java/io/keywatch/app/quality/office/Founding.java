package io.keywatch.app.quality.office;

import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.TrafficSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets an organisation up. The shares of principals: 20 % users, 13 % roles of people, 47 % services, 6 % CI, 4 %
 * infrastructure as code, 4 % rotation, 1 % backup, the rest scanners and personnel. Our assumption, not a survey.
 */
final class Founding {
    private static final List<String> REGIONS = List.of("eu-west-1", "eu-central-1", "us-east-1", "us-west-2");
    private static final int PRINCIPALS_PER_TEAM = 20;
    private static final int TEAMS_PER_DEPARTMENT = 5;
    /** People behind the two shared roles of a team. */
    private static final int FEDERATED_PER_TEAM = 4;
    /** Newcomers per day and existing principal. */
    private static final double NEW_PEOPLE = 0.0006;

    private static final double NEW_SERVICES = 0.001;

    private final TrafficSettings settings;
    private final Office office;
    private final List<Person> people = new ArrayList<>();
    private final List<Team> teams;
    private int departments;

    Founding(TrafficSettings settings) {
        this.settings = settings;
        this.office = new Office(settings);
        this.teams = office.teams;
    }

    Office found() {
        int n = settings.principals();
        buildTeams(Math.max(4, n / PRINCIPALS_PER_TEAM));
        for (Team team : teams) {
            for (int i = 0; i < 5; i++) {
                team.secrets.add(office.newSecret(team, i < 3 ? team.production : team.development, "shared"));
            }
        }
        for (int i = 0; i < Math.round(n * 0.47); i++) {
            service(teams.get(i % teams.size()), 0);
        }
        for (int i = 0; i < Math.round(n * NEW_SERVICES * settings.days()); i++) {
            service(office.dice.pick(teams), office.dice.between(1, settings.days() - 1));
        }
        population(n);
        machines(n);
        return office;
    }

    private void buildTeams(int count) {
        departments = (count + TEAMS_PER_DEPARTMENT - 1) / TEAMS_PER_DEPARTMENT;
        for (int department = 0; department < departments; department++) {
            String region = office.dice.pick(REGIONS);
            office.accounts.add(account(2 * department, region, true));
            office.accounts.add(account(2 * department + 1, region, false));
        }
        for (int i = 0; i < count; i++) {
            int department = i / TEAMS_PER_DEPARTMENT;
            teams.add(new Team(
                    "team" + i,
                    department,
                    office.accounts.get(2 * department),
                    office.accounts.get(2 * department + 1)));
        }
    }

    private Account account(int number, String region, boolean production) {
        String id = Long.toString(100_000_000_000L + office.dice.random.nextLong(800_000_000_000L));
        List<String> gateways = List.of(office.places.gateway(), office.places.gateway(), office.places.gateway());
        String key = "arn:aws:kms:" + region + ":" + id + ":key/" + office.dice.hex(8) + "-0000-4000-8000-"
                + String.format("%012d", number);
        return new Account(id, region, production, gateways, "vpce-0" + office.dice.hex(16), key);
    }

    private void service(Team team, int firstDay) {
        Account account = office.dice.chance(0.7) ? team.production : team.development;
        Identity role = Identity.role(account.id(), "/", team.name + "-svc-" + office.dice.hex(6), account.region());
        Workload workload = new Workload(office, team, account, role, firstDay);
        team.workloads.add(workload);
        office.agents.add(workload);
        office.hire(role, team, ActorKind.SERVICE);
    }

    private void population(int n) {
        for (Team team : teams) {
            office.hire(team.developmentAccess, team, ActorKind.PERSON);
            office.hire(team.productionAccess, team, ActorKind.PERSON);
            for (int i = 0; i < FEDERATED_PER_TEAM; i++) {
                person(team, null, 0);
            }
        }
        Identity[] operations = new Identity[teams.size()];
        for (int i = 0; i < teams.size(); i += 2) {
            Team team = teams.get(i);
            Identity role =
                    Identity.role(team.production.id(), "/", team.name + "-operations", team.production.region());
            operations[i] = role;
            office.hire(role, team, ActorKind.PERSON);
        }
        for (int i = 0; i < Math.round(n * 0.2); i++) {
            int team = i % teams.size();
            user(teams.get(team), operations[team], 0);
        }
        for (int i = 0; i < Math.round(n * NEW_PEOPLE * settings.days()); i++) {
            int team = office.dice.random.nextInt(teams.size());
            user(teams.get(team), operations[team], office.dice.between(1, settings.days() - 1));
        }
        office.agents.addAll(people);
    }

    private void user(Team team, @Nullable Identity operations, int firstDay) {
        Account account = office.dice.chance(0.6) ? team.production : team.development;
        String name = name();
        Identity user = Identity.user(account.id(), name, account.region());
        office.hire(user, team, ActorKind.PERSON);
        boolean sameAccount = operations != null && operations.accountId().equals(account.id());
        add(
                new Person(
                        office, team, name, user, sameAccount && office.dice.chance(0.7) ? operations : null, firstDay),
                team);
    }

    private void person(Team team, @Nullable Identity user, int firstDay) {
        add(new Person(office, team, name(), user, null, firstDay), team);
    }

    private void add(Person person, Team team) {
        people.add(person);
        team.people.add(person);
    }

    private String name() {
        List<String> sounds = List.of("an", "be", "ka", "lo", "mi", "nu", "or", "pe", "ra", "si", "ta", "vo");
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            name.append(office.dice.pick(sounds));
        }
        return name.append(people.size()).toString();
    }

    private void machines(int n) {
        for (int i = 0; i < Math.round(n * 0.06); i++) {
            Team team = teams.get(i % teams.size());
            Identity role =
                    Identity.role(team.production.id(), "/", team.name + "-deploy-" + i, team.production.region());
            office.agents.add(new Pipeline(office, team, role));
            office.hire(role, team, ActorKind.CI);
        }
        for (int i = 0; i < Math.round(n * 0.04); i++) {
            Team team = teams.get(i % teams.size());
            Account account = office.dice.chance(0.7) ? team.production : team.development;
            Identity role = Identity.role(account.id(), "/", team.name + "-stack-" + i, account.region());
            office.agents.add(new Provisioner(office, team, role));
            office.hire(role, team, ActorKind.TERRAFORM);
        }
        for (int i = 0; i < Math.round(n * 0.04); i++) {
            Team team = teams.get(i % teams.size());
            Identity role =
                    Identity.role(team.production.id(), "/", team.name + "-renew-" + i, team.production.region());
            office.agents.add(new Rotator(office, team, team.production, role));
            office.hire(role, team, ActorKind.ROTATION);
        }
        for (int department = 0; department < departments; department++) {
            int number = department;
            List<Team> covered =
                    teams.stream().filter(team -> team.department == number).toList();
            Account account = office.accounts.get(2 * department);
            Identity role = Identity.role(account.id(), "/", "vault-copy", account.region());
            office.agents.add(new NightlyBackup(office, covered, account, role));
            office.hire(role, covered.getFirst(), ActorKind.BACKUP);
        }
        for (Account account : office.accounts) {
            Identity role = Identity.role(account.id(), "/", "strength-check", account.region());
            office.agents.add(new StrengthScanner(office, account, role));
            office.hire(role, teams.getFirst(), ActorKind.SCANNER);
        }
        for (Account account : office.accounts) {
            office.hire(Changes.personnel(account), teams.getFirst(), ActorKind.AUTOMATION);
        }
        office.agents.add(new Changes(office, people, departments));
    }
}
