package io.keywatch.app.quality.attack;

/** What is injected. The order is that of the tables. */
public enum AttackClass {
    BULK_READ("bulk read", 0.95),
    BATCH_READ("batch read", 0.95),
    SSM_MASS("SSM mass and history", 0.95),
    SLOW_HARVEST("slow harvest", 0.90),
    TARGETED("targeted, three secrets", 0.90),
    INSIDER("insider", 0),
    STOLEN_INSTANCE_ROLE("stolen instance role", 0.95),
    EXPOSED_KEY("exposed key used", 0.95),
    POST_DEPARTURE("post-departure read", 0.95);

    private final String title;
    private final double target;

    AttackClass(String title, double target) {
        this.title = title;
        this.target = target;
    }

    public String title() {
        return title;
    }

    /** Recall that the project set itself; 0 where it only reports. */
    public double target() {
        return target;
    }
}
