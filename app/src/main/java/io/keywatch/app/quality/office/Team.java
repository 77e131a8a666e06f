package io.keywatch.app.quality.office;

import io.keywatch.app.quality.SecretRef;
import java.util.ArrayList;
import java.util.List;

/** A team, what it owns and who is in it. Changes with moves and re-organisations. */
final class Team {
    final String name;
    final int department;
    final Account production;
    final Account development;
    final List<SecretRef> secrets = new ArrayList<>();
    final List<Person> people = new ArrayList<>();
    final List<Workload> workloads = new ArrayList<>();
    final Identity productionAccess;
    final Identity developmentAccess;

    Team(String name, int department, Account production, Account development) {
        this.name = name;
        this.department = department;
        this.production = production;
        this.development = development;
        String path = "/aws-reserved/sso.amazonaws.com/" + production.region() + "/";
        String digits = Long.toHexString((name.hashCode() & 0xffffffffL) | 0x100000000L);
        this.productionAccess = Identity.role(
                production.id(), path, "AWSReservedSSO_" + name + "-Support_" + digits, production.region());
        this.developmentAccess = Identity.role(
                development.id(), path, "AWSReservedSSO_" + name + "-Developer_" + digits, development.region());
    }

    List<SecretRef> parameters() {
        return secrets.stream().filter(SecretRef::parameter).toList();
    }
}
