package io.keywatch.app.settings;

/**
 * How Keywatch's topics are made.
 *
 * @param partitions of the topics that grow with the organisation
 * @param fewPartitions of the others
 */
public record TopicSettings(int partitions, int fewPartitions, int replication, boolean create) {
    static TopicSettings read(Section section) {
        return new TopicSettings(
                section.integer(
                        "partitions",
                        12,
                        1,
                        1024,
                        "Partitions of `cloudtrail.v1` and `object-changes.v1`: the most processes that can share the"
                                + " work. Cannot be changed once there is state."),
                section.integer("fewPartitions", 3, 1, 1024, "Partitions of all other topics."),
                section.integer("replication", 3, 1, 9, "Replicas of every topic; 1 on a single broker."),
                section.flag("create", true, "Whether `run` creates missing topics; otherwise it only checks them."));
    }

    TopicSettings onOneBroker() {
        return new TopicSettings(partitions, fewPartitions, 1, create);
    }
}
